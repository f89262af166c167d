//! Delivery over HTTP: signature, encryption, envelope, packet.

mod arrival;
mod body;
mod cipher;
mod envelope;
mod keys;
mod open_error;
mod packet;
mod read_body;
mod sign;

pub(crate) use arrival::{Answer, Arrival, Intake, Receiver};
pub(crate) use body::{
    Body, base64_text, challenge_answer, encrypted_body, named_event, named_member, named_otherwise,
};
pub(crate) use cipher::Cipher;
pub use envelope::{Kind, Opened, SignatureCheck, open, seal, seal_challenge};
pub(crate) use envelope::{OpenAttempt, TokenCheck, check_signature, check_token, open_and};
pub(crate) use keys::KeylessSignature;
pub use keys::{Keys, Stamp};
pub use open_error::OpenError;
pub use packet::{CONTENT_TYPE, Packet, Reply, SendError, Transport};
pub(crate) use packet::{Dialogue, Extent, Header};
pub(crate) use read_body::{BodyFacts, BodyReading, Came, read_body};
pub use sign::{NONCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, signature};
pub(crate) use sign::{hex, sign_without_key};
