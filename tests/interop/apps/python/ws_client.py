"""A long-connection client as the vendor's documentation shows it: lark_oapi's ws client and event dispatcher.

Environment: INTEROP_DOMAIN, INTEROP_APP_ID, INTEROP_APP_SECRET, and what handlers reads. Ends with its input.
"""

import os

import lark_oapi as lark

from handlers import dispatcher, end_with_input

# Over the long connection nothing is encrypted or signed: both secrets are empty.
client = lark.ws.Client(
    os.environ["INTEROP_APP_ID"],
    os.environ["INTEROP_APP_SECRET"],
    event_handler=dispatcher("", ""),
    domain=os.environ["INTEROP_DOMAIN"],
)
end_with_input()
client.start()
