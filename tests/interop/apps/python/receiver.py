"""A webhook receiver as the vendor's documentation shows it: Flask and lark_oapi's event dispatcher.

Environment: INTEROP_ENCRYPT_KEY and INTEROP_VERIFICATION_TOKEN ("" for none); INTEROP_RECORD, the file that gets one line
`event_id ticket_id` per handled event; INTEROP_RAISE=1 makes the handler raise. Prints `port N`; ends with its input.
"""

import os
import sys
import threading

import lark_oapi as lark
from flask import Flask
from lark_oapi.adapter.flask import parse_req, parse_resp
from werkzeug.serving import make_server

record = open(os.environ["INTEROP_RECORD"], "a", encoding="utf-8", buffering=1)


def on_ticket_updated(data: lark.helpdesk.v1.P2HelpdeskTicketUpdatedV1) -> None:
    if os.environ.get("INTEROP_RAISE"):
        raise RuntimeError("handler raised on purpose")
    record.write(f"{data.header.event_id} {data.event.object.ticket_id}\n")


# The encrypt key comes first here; in the Go and Java SDKs it comes second.
handler = (
    lark.EventDispatcherHandler.builder(
        os.environ["INTEROP_ENCRYPT_KEY"], os.environ["INTEROP_VERIFICATION_TOKEN"]
    )
    .register_p2_helpdesk_ticket_updated_v1(on_ticket_updated)
    .build()
)

app = Flask("receiver")


@app.post("/webhook/event")
def event():
    return parse_resp(handler.do(parse_req()))


def end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


server = make_server("127.0.0.1", 0, app, threaded=True)
threading.Thread(target=end_with_input, daemon=True).start()
print(f"port {server.server_port}", flush=True)
server.serve_forever()
