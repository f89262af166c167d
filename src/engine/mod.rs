//! What is judged: the work of each subcommand, without reading, printing or clap.
