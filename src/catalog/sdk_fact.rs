//! What the official SDKs make of fields that they model otherwise than real events are, as observed by running them.

use crate::model::Sdk;

#[derive(Clone, Copy, Debug)]
pub(crate) struct SdkFact {
    pub(crate) sdk: Sdk,
    pub(crate) pointer: &'static str,
    pub(crate) model: SdkModel,
}

/// How an SDK models a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SdkModel {
    /// As a text: a number is refused.
    Text,
    /// As an object: an array is refused.
    Object,
    /// As an array: an object is refused.
    List,
    /// As a signed integer of 32 bits.
    Int32,
    /// Its value takes the place of the header's field of the same name in what a handler is given.
    Shadows,
}

impl SdkFact {
    pub(super) const fn new(sdk: Sdk, pointer: &'static str, model: SdkModel) -> Self {
        Self { sdk, pointer, model }
    }
}
