//! What the suite takes from the library, and the only file that does.

pub(crate) use helpdesk_evt::internals::{
    Frame, Keys, NONCE_HEADER, Packet, SIGNATURE_HEADER, Secret, Stamp, TIMESTAMP_HEADER, seal,
    seal_challenge, signature,
};
