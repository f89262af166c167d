# Counts what `diff --summary` counts; only the lengths of stays are left out. A pair of codes is one number, and lists
# are sorted to be counted: of the ways we tried the fastest, because jq 1.6 copies a growing object at every change.
def counted: group_by(.) | map({(.[0] | tostring): length}) | add;
def steps: group_by(.) | map({"\(.[0] / 1000 | floor),\(.[0] % 1000)": length}) | add;
def tickets: map(.[0]) | unique | length;
def is_closing: .[2] % 1000 >= 50 and .[2] % 1001 != 0;
def is_reopening: .[2] >= 50000 and .[2] % 1000 < 50;

[inputs | .event.object as $new | .event.old_object as $old | [
  $new.ticket_id,
  ($old.stage // $new.stage) * 1000 + $new.stage,
  ($old.status // $new.status) * 1000 + $new.status,
  (($new.updated_at // (.header.create_time | tonumber)) / 86400000 | floor)
]]
| {
  events: length,
  tickets: tickets,
  handed_over: (map(select(.[1] == 1002)) | tickets),
  closed: (map(select(is_closing)) | tickets),
  reopened: (map(select(is_reopening)) | tickets),
  stages: (map(.[1]) | steps),
  statuses: (map(.[2]) | steps),
  closed_by: (map(select(is_closing) | .[2] % 1000) | counted),
  days: (map(.[3]) | counted)
}
