//! Delivery over HTTP: signature, encryption, envelope, packet.

mod arrival;
mod body;
mod cipher;
mod envelope;
mod packet;
mod raw_connection;
mod sign;

pub use arrival::{Answer, Arrival, Intake, Receiver};
pub use body::{challenge_answer, encrypted_body};
pub use cipher::{Cipher, base64_text};
pub use envelope::{Kind, OpenError, Opened, SignatureCheck, TokenCheck, open, seal, seal_challenge};
pub use packet::{CONTENT_TYPE, Extent, Header, Packet, Reply, SendError, Transport};
pub use raw_connection::Dialogue;
pub(crate) use sign::hex;
pub use sign::{NONCE_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, signature};
