//! Event logs of the tests' own: synthetic, valid, as many as are asked for.

use super::Folder;

/// Event `number` of ticket `ticket`, with its number in the event id.
pub(crate) fn ticket_event(number: usize, ticket: usize) -> String {
    let at = 1_700_000_000_000_u64 + 1_000 * number as u64;
    let before = at - 500;
    format!(
        r#"{{"schema":"2.0","header":{{"event_id":"e{number:06}","token":"synthetic-token","create_time":"{at}","event_type":"helpdesk.ticket.updated_v1","tenant_key":"example-tenant","app_id":"cli_0000000000000001"}},"event":{{"object":{{"ticket_id":"71000000000000{ticket:05}","stage":2,"status":2,"updated_at":{at}}},"old_object":{{"status":3,"updated_at":{before}}}}}}}"#
    )
}

/// A file of `count` events of `tickets` tickets, one after the other; its path.
pub(crate) fn log(folder: &Folder, name: &str, count: usize, tickets: usize) -> String {
    let lines: Vec<String> = (0..count).map(|it| ticket_event(it, it % tickets)).collect();
    std::fs::write(folder.path(name), lines.join("\n") + "\n").unwrap();
    folder.text(name)
}
