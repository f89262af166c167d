"""An app as the vendor's documentation shows it, to be started by `ci`: Flask and lark_oapi on a port of its own.

Environment: INTEROP_PORT; INTEROP_ENCRYPT_KEY and INTEROP_VERIFICATION_TOKEN; INTEROP_FAULT, what is wrong with it: `raises`,
`never-listens`, `ends-at-once`, `dies` (at the 40th event), `ignores-term`.
"""

import os
import signal
import sys
import time

fault = os.environ.get("INTEROP_FAULT")
if fault == "ends-at-once":
    sys.exit("a module is missing")
if fault == "never-listens":
    time.sleep(3600)
if fault == "ignores-term":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

import lark_oapi as lark  # noqa: E402
from flask import Flask  # noqa: E402
from lark_oapi.adapter.flask import parse_req, parse_resp  # noqa: E402

handled = 0


def on_ticket_updated(data: lark.helpdesk.v1.P2HelpdeskTicketUpdatedV1) -> None:
    global handled
    handled += 1
    if fault == "raises":
        raise KeyError(data.event.object.ticket_id)
    if fault == "dies" and handled == 40:
        os._exit(9)


handler = (
    lark.EventDispatcherHandler.builder(
        os.environ["INTEROP_ENCRYPT_KEY"], os.environ["INTEROP_VERIFICATION_TOKEN"]
    )
    .register_p2_helpdesk_ticket_updated_v1(on_ticket_updated)
    .build()
)

app = Flask("app")


@app.post("/webhook/event")
def event():
    return parse_resp(handler.do(parse_req()))


app.run("127.0.0.1", int(os.environ["INTEROP_PORT"]), threaded=True)
