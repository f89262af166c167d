//! Lark's delivery rules: encryption, signature, envelope. Pure: clock, nonce and IV are parameters.
