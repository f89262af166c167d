//! The vendor's official SDKs: which there are, and what their answers mean.

mod answers;

pub(crate) use crate::model::Sdk;
pub(crate) use answers::{
    FAILED_ACK, KnownAnswer, Meaning, NO_TOKEN, OTHER_TOKEN, WITHDRAWN, of_accepted, of_failed_ack,
    of_failure, of_refused,
};
