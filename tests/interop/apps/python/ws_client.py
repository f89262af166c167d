"""A long-connection client as the vendor's documentation shows it: lark_oapi's ws client and event dispatcher.

Environment: INTEROP_DOMAIN, INTEROP_APP_ID, INTEROP_APP_SECRET; INTEROP_RECORD, the file that gets one line
`event_id ticket_id` per handled event; INTEROP_RAISE=1 makes the handler raise. Ends with its input.
"""

import os
import sys
import threading

import lark_oapi as lark

record = open(os.environ["INTEROP_RECORD"], "a", encoding="utf-8", buffering=1)


def on_ticket_updated(data: lark.helpdesk.v1.P2HelpdeskTicketUpdatedV1) -> None:
    if os.environ.get("INTEROP_RAISE"):
        raise RuntimeError("handler raised on purpose")
    record.write(f"{data.header.event_id} {data.event.object.ticket_id}\n")


def end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


# Over the long connection nothing is encrypted or signed: both secrets are empty.
handler = (
    lark.EventDispatcherHandler.builder("", "").register_p2_helpdesk_ticket_updated_v1(on_ticket_updated).build()
)
client = lark.ws.Client(
    os.environ["INTEROP_APP_ID"],
    os.environ["INTEROP_APP_SECRET"],
    event_handler=handler,
    domain=os.environ["INTEROP_DOMAIN"],
)
threading.Thread(target=end_with_input, daemon=True).start()
client.start()
