//! The requests of `tests/vectors/mistakes.ndjson`, each with one known mistake of a sender: Python and Node make the same
//! ones, each with its own hashes and its own AES. `verify` names them in the plain tests.

use crate::sdk::{Sdk, selected};

#[test]
fn python_and_node_make_the_requests_of_the_vectors() {
    let vectors = include_str!("../vectors/mistakes.ndjson");
    for sdk in selected(&[Sdk::Python, Sdk::Node]) {
        let made = sdk.command("mistakes").output().unwrap();
        assert!(made.status.success(), "{sdk:?}: {}", String::from_utf8_lossy(&made.stderr));
        assert_eq!(String::from_utf8(made.stdout).unwrap(), vectors, "{sdk:?}");
    }
}
