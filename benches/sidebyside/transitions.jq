# Counts what `diff --summary` counts of stages and statuses. A pair of codes is one number, and pairs are sorted to be
# counted: of the ways we tried the fastest, because jq 1.6 copies a growing object at every change.
def counted(at): map(.[at]) | group_by(.) | map({"\(.[0] / 1000 | floor),\(.[0] % 1000)": length}) | add;

[inputs.event | .object as $new | .old_object as $old | [
  $new.ticket_id,
  ($old.stage // $new.stage) * 1000 + $new.stage,
  ($old.status // $new.status) * 1000 + $new.status
]]
| {events: length, tickets: (map(.[0]) | unique | length), stages: counted(1), statuses: counted(2)}
