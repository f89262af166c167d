//! What the layers below say in English, in Chinese: looked up by the English text, as message catalogues do.

mod catalogue;
mod connections;
mod deliveries;
mod entry;
mod judgements;
mod requests;
mod sdk_answers;

pub(crate) use catalogue::said;
