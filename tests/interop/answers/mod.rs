//! What the SDKs' webhook dispatchers answer, case by case, straight from the wire. What this project says about
//! them elsewhere stands on these answers.

mod case;
mod events;
mod forgeries;
mod url_check;
