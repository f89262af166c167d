"""What both apps share: lark_oapi's event dispatcher with its handlers, as the vendor's documentation shows it.

INTEROP_RECORD is the file that gets one line `event_id subject_id` per handled event. INTEROP_ALL=1 registers a handler for
each of the four types, else there is one for updates of tickets; INTEROP_RAISE=1 makes them raise.
"""

import os
import sys
import threading

import lark_oapi as lark

record = open(os.environ["INTEROP_RECORD"], "a", encoding="utf-8", buffering=1)


def handled(data, subject_id: str) -> None:
    if os.environ.get("INTEROP_RAISE"):
        raise RuntimeError("handler raised on purpose")
    record.write(f"{data.header.event_id} {subject_id}\n")


def dispatcher(encrypt_key: str, token: str) -> lark.EventDispatcherHandler:
    # The encrypt key comes first here; in the Go and Java SDKs it comes second.
    builder = lark.EventDispatcherHandler.builder(encrypt_key, token)
    builder.register_p2_helpdesk_ticket_updated_v1(lambda data: handled(data, data.event.object.ticket_id))
    if os.environ.get("INTEROP_ALL"):
        builder.register_p2_helpdesk_ticket_created_v1(lambda data: handled(data, data.event.ticket_id))
        builder.register_p2_helpdesk_ticket_message_created_v1(
            lambda data: handled(data, data.event.ticket.ticket_id)
        )
        builder.register_p2_helpdesk_notification_approve_v1(
            lambda data: handled(data, data.event.notification_id)
        )
    return builder.build()


def end_with_input() -> None:
    """Ends the process once its standard input is closed."""

    def wait() -> None:
        sys.stdin.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
