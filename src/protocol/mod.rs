//! Lark's delivery rules: encryption, signature, envelope. Pure: clock, nonce and IV are parameters.

mod arrival;
mod body;
mod cipher;
mod detective;
mod dialogue;
mod endpoint;
mod envelope;
mod frame;
mod keys;
mod long;
mod mistake;
mod packet;
mod recipe;
mod sign;
#[cfg(test)]
mod vectors;
mod wire_format;

pub use arrival::{Answer, Arrival, Intake, Receiver};
pub use body::{challenge_answer, encrypted_body};
pub use cipher::{Cipher, UnlockError, base64_text};
pub use detective::{Verdict, investigate, swapped};
pub use dialogue::Dialogue;
pub use endpoint::{Admission, Credentials, Denial, ENDPOINT_PATH, endpoint_denied, endpoint_granted};
pub use envelope::{Kind, OpenError, Opened, SignatureCheck, TokenCheck, open, seal, seal_challenge};
pub use frame::{Frame, FrameError, FrameHeader, MAX_FRAME};
pub use keys::{Keys, Stamp};
pub use long::{Ack, ClientConfig, Dispatch, FromClient, MeaningError, pong};
pub use mistake::{Mistaken, mistaken, with_signature};
pub use packet::{CONTENT_TYPE, Extent, Header, Packet, Reply, SendError, Transport};
pub use sign::{NONCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, signature, verify};
pub use wire_format::FieldError;
