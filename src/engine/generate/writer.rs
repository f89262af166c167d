//! Writes an event as the platform does: compact, the header's keys in its order, those of the event by alphabet,
//! empty fields left out. Bytes straight into the buffer: no tree, no allocation.

use super::schedule::TicketUpdate;
use super::ticket_fields::{Detail, TicketLook, name};

/// Ticket ids are 71, five digits of the seed, twelve of the ticket's number.
const TICKET: u64 = 7_100_000_000_000_000_000;
const SEED_DIGITS: u64 = 1_000_000_000_000;
/// Help desk ids are 7100000000000000001 and those after it.
const HELPDESK: u64 = 7_100_000_000_000_000_000;

/// Appends `happening` as one line, newline included.
pub(crate) fn write(seed: u64, happening: &TicketUpdate, line: &mut Vec<u8>) {
    let it = happening;
    begin(line, seed, it.number, it.made, "helpdesk.ticket.updated_v1");
    line.extend_from_slice(br#""object":{"#);
    object(seed, it, line);
    line.extend_from_slice(br#"},"old_object":{"#);
    old_object(it, line);
    line.extend_from_slice(b"}}}\n");
}

/// An event up to the members of `event`.
pub(super) fn begin(line: &mut Vec<u8>, seed: u64, event: u64, made: i64, event_type: &str) {
    line.extend_from_slice(br#"{"schema":"2.0","header":{"event_id":""#);
    hex(line, seed);
    hex(line, event);
    line.extend_from_slice(br#"","token":"synthetic-token","create_time":""#);
    number(line, made.unsigned_abs());
    line.extend_from_slice(br#"","event_type":""#);
    line.extend_from_slice(event_type.as_bytes());
    line.extend_from_slice(
        br#"","tenant_key":"0000000000000001","app_id":"cli_0000000000000001"},"event":{"#,
    );
}

pub(super) fn ticket_id(seed: u64, ticket: u64) -> u64 {
    TICKET + seed % 100_000 * SEED_DIGITS + ticket
}

pub(super) fn helpdesk_id(helpdesk: u64) -> u64 {
    HELPDESK + helpdesk
}

pub(super) fn object(seed: u64, it: &TicketUpdate, line: &mut Vec<u8>) {
    let ticket = ticket_id(seed, it.ticket);
    let look = it.look;
    let says_more = look.detail != Detail::Minimal;
    if says_more {
        if let Some(channel) = look.channel {
            field(line, br#""channel":"#, channel);
        }
        if look.chat_id {
            line.extend_from_slice(br#""chat_id":"oc_"#);
            padded(line, ticket, 32);
            line.extend_from_slice(b"\",");
        }
    }
    if it.status.is_closed() {
        field(line, br#""closed_at":"#, it.updated.unsigned_abs());
    }
    if says_more {
        field(line, br#""created_at":"#, it.created.unsigned_abs());
        guest(line, &look);
        line.extend_from_slice(br#""helpdesk_id":""#);
        number(line, helpdesk_id(look.helpdesk));
        line.extend_from_slice(b"\",");
    }
    if let Some(score) = it.score {
        field(line, br#""score":"#, score);
    }
    if let Some(solve) = it.solve {
        field(line, br#""solve":"#, solve);
    }
    field(line, br#""stage":"#, it.stage.code().unsigned_abs());
    field(line, br#""status":"#, it.status.code().unsigned_abs());
    line.extend_from_slice(br#""ticket_id":""#);
    number(line, ticket);
    line.push(b'"');
    if says_more {
        line.extend_from_slice(br#","updated_at":"#);
        number(line, it.updated.unsigned_abs());
    }
}

fn guest(line: &mut Vec<u8>, look: &TicketLook) {
    line.extend_from_slice(br#""guest":{"id":{"open_id":"ou_"#);
    padded(line, look.guest, 32);
    line.push(b'"');
    if look.union_id {
        line.extend_from_slice(br#","union_id":"on_"#);
        padded(line, look.guest, 32);
        line.push(b'"');
    }
    if look.user_id {
        line.extend_from_slice(br#","user_id":"u"#);
        padded(line, look.guest, 7);
        line.push(b'"');
    }
    line.extend_from_slice(br#"},"name":""#);
    let (name, numbered) = name(look.guest);
    line.extend_from_slice(name.as_bytes());
    if numbered {
        line.push(b' ');
        number(line, look.guest);
    }
    line.extend_from_slice(br#""},"#);
}

/// Only the fields that were updated.
fn old_object(it: &TicketUpdate, line: &mut Vec<u8>) {
    if it.old_stage != it.stage {
        field(line, br#""stage":"#, it.old_stage.code().unsigned_abs());
    }
    if it.old_status != it.status {
        field(line, br#""status":"#, it.old_status.code().unsigned_abs());
    }
    if it.look.detail != Detail::Minimal {
        field(line, br#""updated_at":"#, it.old_updated.unsigned_abs());
    }
    // Something always changed, so there is a comma to take back.
    line.pop();
}

/// A key with its colon, a number, a comma.
fn field(line: &mut Vec<u8>, key: &[u8], value: u64) {
    line.extend_from_slice(key);
    number(line, value);
    line.push(b',');
}

pub(crate) fn number(line: &mut Vec<u8>, value: u64) {
    padded(line, value, 1);
}

/// Decimal digits, at least `width` of them.
fn padded(line: &mut Vec<u8>, value: u64, width: usize) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value).as_bytes();
    line.resize(line.len() + width.saturating_sub(digits.len()), b'0');
    line.extend_from_slice(digits);
}

fn hex(line: &mut Vec<u8>, value: u64) {
    let digits: [u8; 16] = std::array::from_fn(|at| {
        b"0123456789abcdef"[usize::try_from(value >> (60 - 4 * at) & 15).unwrap_or(0)]
    });
    line.extend_from_slice(&digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for value in [0, 1, 9, 10, 11, 99, 100, 101, 12_345, 1_704_067_200_000, u64::MAX] {
            let mut line = Vec::new();
            number(&mut line, value);
            line.push(b' ');
            padded(&mut line, value, 7);
            line.push(b' ');
            padded(&mut line, value, 32);
            line.push(b' ');
            hex(&mut line, value);
            assert_eq!(
                String::from_utf8(line).unwrap(),
                format!("{value} {value:07} {value:032} {value:016x}")
            );
        }
    }
}
