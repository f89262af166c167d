
use builtin;
use str;

set edit:completion:arg-completer[helpdesk-evt] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'helpdesk-evt'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'helpdesk-evt'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
            cand -V 'Print version'
            cand --version 'Print version'
            cand validate 'Check events against the documented schema, with the exact place and the way out'
            cand replay 'Deliver events to an app as the platform does, and report what it did'
            cand gateway 'Be the platform''s long connection: the official clients connect and get events'
            cand listen 'Receive events as an app does: check, show and record them'
            cand diff 'Show what events changed: one by one, as a ticket''s life, or as a tally'
            cand probe 'Judge an app''s receiver against the platform''s contract'
            cand ci 'Judge an app in one command: start it, check it, deliver to it, end it'
            cand schema 'Print the JSON Schema of an event type'
            cand explain 'Explain a finding''s code or a field; without one, list them'
            cand sample 'List the bundled sample events, or print some'
            cand generate 'Write a log of synthetic tickets, the same for the same seed, with labelled faults on request'
            cand config 'Show which configuration is in force, or begin a file'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page, or that of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'helpdesk-evt;validate'= {
            cand --sample 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them'
            cand --exclude 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)'
            cand --unwrap 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)'
            cand -j 'How many threads work side by side [default: one a core]; the output is the same for any number'
            cand --jobs 'How many threads work side by side [default: one a core]; the output is the same for any number'
            cand --deny 'Make a code an error (repeatable); `warnings` stands for all warnings'
            cand --warn 'Make a code a warning (repeatable)'
            cand --allow 'Do not report a code (repeatable)'
            cand --format 'How to write the result'
            cand -o 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --output 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --report 'Write another report beside it (repeatable), as in `junit=out.xml`'
            cand --max-findings 'Show at most N findings; the rest are counted'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --old-key-file 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand --fail-fast 'Stop after the first faulty event'
            cand --all 'Show each finding, and not each cause once'
            cand -q 'Say less: no summary, no progress'
            cand --quiet 'Say less: no summary, no progress'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;replay'= {
            cand --sample 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them'
            cand --exclude 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)'
            cand --unwrap 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)'
            cand --url 'Where to deliver: the app''s request URL, http or https'
            cand -H 'Another header for every request (repeatable), as in ''X-Env: test'''
            cand --header 'Another header for every request (repeatable), as in ''X-Env: test'''
            cand --timeout 'The limit for an answer, connecting included; the platform''s is 3s'
            cand --connect-timeout 'The limit for a connection; the platform''s is 2s'
            cand --cacert 'Trust the certificates in this PEM file, and no others'
            cand --signature 'Send them with this signature'
            cand --wait 'Wait so long for the app to answer, then begin'
            cand --run 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run'
            cand --ui 'Show the run on a page for a browser of this machine, at an address that is printed; --ui=PORT takes another port'
            cand --control 'Let programs of this machine watch and steer the run, by HTTP on this port (0 takes a free one) and with a token that is printed'
            cand --set 'Set a value in every event (repeatable), by its key or its place: status=51, /event/object/status=51'
            cand -j 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]'
            cand --jobs 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]'
            cand --rate 'Start so many events a time, whatever the app does: 50/s, 30/m, 100/h'
            cand --pace 'Keep the recorded gaps; events are sorted by their time, 4,096 at a time'
            cand --speed 'How many times faster than recorded'
            cand --max-gap 'Wait no longer than this between two events'
            cand --retry 'Try again: none, platform (after 15 s, 5 min, 1 h, 6 h), or so many times (after 1 s, 2 s, 4 s, or Retry-After)'
            cand --time-scale 'Multiply the waits before retries; 0.001 makes 15 s 15 ms'
            cand --duplicate 'Deliver this share of the events again after they were accepted: 10%, or all'
            cand --shuffle 'Disorder the events, within and across tickets, the same way for the same seed'
            cand --fail-if 'Exit with 1 if this holds (repeatable): ''p99 > 500ms'', ''failed > 1%''; one about `failed` replaces the usual rule'
            cand --ledger 'Record every attempt in this file, on disk before the ticket''s next event is sent'
            cand --failed-to 'Write events that failed for good to this file, as they were read'
            cand --deny 'Make a code an error (repeatable); `warnings` stands for all warnings'
            cand --warn 'Make a code a warning (repeatable)'
            cand --allow 'Do not report a code (repeatable)'
            cand --format 'How to write the result'
            cand -o 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --output 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --report 'Write another report beside it (repeatable), as in `junit=out.xml`'
            cand --max-findings 'Show at most N findings; the rest are counted'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --old-key-file 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too'
            cand --verification-token-file 'A file that holds the app''s Verification Token'
            cand --verification-token 'The app''s Verification Token; other users of this machine can see it in the process list'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -k 'Accept any TLS certificate'
            cand --insecure 'Accept any TLS certificate'
            cand --http2 'Speak HTTP/2 where the app''s TLS offers it'
            cand --verify-url 'Make the platform''s URL check first, and stop if the app fails it'
            cand --signature-headers-without-key 'Send the headers of a signature though there is no encrypt key, as the platform may: over an empty key'
            cand -v 'Print requests and answers on standard error as curl does, with their secrets masked'
            cand --verbose 'Print requests and answers on standard error as curl does, with their secrets masked'
            cand --dry-run 'Print each request with its secrets masked, and send nothing'
            cand --fresh 'Give every event a new `event_id` and `create_time`'
            cand --force 'Deliver invalid events, too; otherwise they are reported and left out'
            cand --fail-fast 'Stop after the first event that failed for good'
            cand --resume 'Go on from the ledger: events it has as accepted are not sent again'
            cand -q 'Say less: no summary, no progress'
            cand --quiet 'Say less: no summary, no progress'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;gateway'= {
            cand --sample 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them'
            cand --exclude 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)'
            cand --unwrap 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)'
            cand --port 'The port; 0 takes a free one and says which'
            cand --host 'The address to listen on; another one than this machine''s own lets others connect'
            cand --connections 'How many connections there may be; the platform allows an app 50'
            cand --wait-for 'Begin to send once there are so many connections [default: 1], or end after this time without them (60s: exit 4)'
            cand --run 'Start the app by this command, wait up to 60s (or --wait-for) for it, and end it after the run'
            cand --for 'End after this time, as in 30s; where no app has connected by then, with an error (4)'
            cand --allow-host 'A name that apps may call this machine by, beside its own, as from a container; repeatable. Without it, and while --host is this machine''s own, requests by other names are refused'
            cand --ready-file 'Write the URL to this file once apps can connect'
            cand --timeout 'The limit for an ack; the platform''s is 3s'
            cand --split 'Send every event in N pieces'
            cand --split-gap 'Wait between two pieces of an event: the Go and Java SDKs lose pieces that come back to back; 5ms does for Go, 100ms for a JVM that has just started'
            cand --seed 'What the connection of each event is chosen by: the same choices for the same seed'
            cand --ping-interval 'Tell clients to ping every so many seconds'
            cand --reconnect-interval 'Tell clients to wait so many seconds between two tries to reconnect'
            cand --reconnect-nonce 'Tell clients to wait a random time of at most so many seconds before the first try'
            cand --drop-after 'Drop every connection after this time, as in 10s'
            cand --drop-how 'How to drop it'
            cand --endpoint-fails 'Let the endpoint fail N times, with this code (1000040343, after which the SDKs try again)'
            cand --endpoint-fails-after 'Let it fail after K requests that were answered: a refused reconnect'
            cand --ui 'Show the run on a page for a browser of this machine, at an address that is printed; --ui=PORT takes another port'
            cand --control 'Let programs of this machine watch and steer the run, by HTTP on this port (0 takes a free one) and with a token that is printed'
            cand --set 'Set a value in every event (repeatable), by its key or its place: status=51, /event/object/status=51'
            cand -j 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]'
            cand --jobs 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]'
            cand --rate 'Start so many events a time, whatever the app does: 50/s, 30/m, 100/h'
            cand --pace 'Keep the recorded gaps; events are sorted by their time, 4,096 at a time'
            cand --speed 'How many times faster than recorded'
            cand --max-gap 'Wait no longer than this between two events'
            cand --retry 'Try again: none, platform (after 15 s, 5 min, 1 h, 6 h), or so many times (after 1 s, 2 s, 4 s, or Retry-After)'
            cand --time-scale 'Multiply the waits before retries; 0.001 makes 15 s 15 ms'
            cand --duplicate 'Deliver this share of the events again after they were accepted: 10%, or all'
            cand --shuffle 'Disorder the events, within and across tickets, the same way for the same seed'
            cand --fail-if 'Exit with 1 if this holds (repeatable): ''p99 > 500ms'', ''failed > 1%''; one about `failed` replaces the usual rule'
            cand --ledger 'Record every attempt in this file, on disk before the ticket''s next event is sent'
            cand --failed-to 'Write events that failed for good to this file, as they were read'
            cand --deny 'Make a code an error (repeatable); `warnings` stands for all warnings'
            cand --warn 'Make a code a warning (repeatable)'
            cand --allow 'Do not report a code (repeatable)'
            cand --format 'How to write the result'
            cand -o 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --output 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --report 'Write another report beside it (repeatable), as in `junit=out.xml`'
            cand --max-findings 'Show at most N findings; the rest are counted'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --old-key-file 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too'
            cand --app-id 'Let in only this app (else code 403)'
            cand --app-secret-file 'A file that holds the app secret'
            cand --app-secret 'Let in only who has this secret (else code 514); other users of this machine can see it in the process list'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand --once 'End after the last event, instead of keeping the connections'
            cand --no-pong 'Do not answer the SDKs'' pings'
            cand --fresh 'Give every event a new `event_id` and `create_time`'
            cand --force 'Deliver invalid events, too; otherwise they are reported and left out'
            cand --fail-fast 'Stop after the first event that failed for good'
            cand --resume 'Go on from the ledger: events it has as accepted are not sent again'
            cand -q 'Say less: no summary, no progress'
            cand --quiet 'Say less: no summary, no progress'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;listen'= {
            cand --port 'The port; 0 takes a free one and says which'
            cand --host 'The address to listen on; another one than this machine''s own lets others send events here'
            cand --path 'The path events are delivered to'
            cand --max-body 'The largest body that is taken, bytes'
            cand --forward 'Pass what is in order on to an app behind, body and headers as they came; its answer is shown and kept in --record-raw beside ours, and the sender does not wait for it'
            cand --record 'Append every acknowledged event to a file, a line each, its very bytes (an event of several lines loses the white space between its tokens); readable for its owner only, for events carry their token'
            cand --record-raw 'Append every request as it came, headers and body, to a file, a line of JSON each; secrets are masked'
            cand --dedupe 'Leave events out of the record that were acknowledged within this time, as in 8h: those of the same `event_id`, ticket and content; kept across restarts in FILE.seen (the latest 1,048,576 events)'
            cand --respond 'Answer with this status; what is not acknowledged with 200 is not recorded'
            cand --delay 'Hold every answer back so long; the event is on disk before'
            cand --fail-first 'Answer the first N deliveries with 500, whichever events they carry'
            cand --drop 'Close the connection of this share of deliveries without an answer, as in 10%'
            cand --seed 'Which deliveries --drop takes: the same ones in every run'
            cand --max-events 'Stop after N events that were answered as asked; duplicates, --fail-first and --drop do not count'
            cand --for 'Stop after this time, as in 30s'
            cand --ready-file 'Write the URL to this file once events can be sent'
            cand --ui 'Show the run on a page for a browser of this machine, at an address that is printed; --ui=PORT takes another port'
            cand --control 'Let programs of this machine watch and steer the run, by HTTP on this port (0 takes a free one) and with a token that is printed'
            cand --deny 'Make a code an error (repeatable); `warnings` stands for all warnings'
            cand --warn 'Make a code a warning (repeatable)'
            cand --allow 'Do not report a code (repeatable)'
            cand --format 'How to show what comes'
            cand -o 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --output 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --report 'Write another report beside it (repeatable), as in `junit=out.xml`'
            cand --max-findings 'Show at most N findings; the rest are counted'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --old-key-file 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too'
            cand --verification-token-file 'A file that holds the app''s Verification Token'
            cand --verification-token 'The app''s Verification Token; other users of this machine can see it in the process list'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -q 'Say less: no summary, no progress'
            cand --quiet 'Say less: no summary, no progress'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;diff'= {
            cand --sample 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them'
            cand --exclude 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)'
            cand --unwrap 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)'
            cand -j 'How many threads work side by side [default: one a core]; the output is the same for any number'
            cand --jobs 'How many threads work side by side [default: one a core]; the output is the same for any number'
            cand --tz 'The time zone: a name (Asia/Shanghai), an offset (+08:00) or UTC [default: this machine''s]'
            cand --ticket 'Only this ticket (repeatable), by its id or the short form that is shown: 7100…0340'
            cand --since 'Only events from this time on: a date, an RFC 3339 time, or an age (`2h`, `2h ago`, `7d`)'
            cand --until 'Only events before this time'
            cand --where 'Only events that this rule matches; of several all must match'
            cand --expect 'Exit 1 unless some event matches (repeatable: each must be met)'
            cand --forbid 'Exit 1 if any event matches (repeatable); each is a finding at its place'
            cand --deny 'Make a code an error (repeatable); `warnings` stands for all warnings'
            cand --warn 'Make a code a warning (repeatable)'
            cand --allow 'Do not report a code (repeatable)'
            cand --format 'How to write the result'
            cand -o 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --output 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --report 'Write another report beside it (repeatable), as in `junit=out.xml`'
            cand --max-findings 'Show at most N findings; the rest are counted'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --old-key-file 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand --timeline 'Tell each ticket''s life in the order of time, with gaps, duplicates and late arrivals'
            cand --summary 'Count: transitions, time in each status, hand-overs, closings, events a day'
            cand --full 'The long form for each event, also where there are several'
            cand --all-fields 'Show the ticket''s other fields, too, decoded (implies --full)'
            cand --exit-code 'Exit 1 if anything changed at all'
            cand --strict 'Gaps and duplicates of the timeline are errors'
            cand --csv-raw 'Leave text in CSV cells that a spreadsheet would take for a formula as it is'
            cand -q 'Say less: no summary, no progress'
            cand --quiet 'Say less: no summary, no progress'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;probe'= {
            cand --url 'Where to deliver: the app''s request URL, http or https'
            cand -H 'Another header for every request (repeatable), as in ''X-Env: test'''
            cand --header 'Another header for every request (repeatable), as in ''X-Env: test'''
            cand --timeout 'The limit for an answer, connecting included; the platform''s is 3s'
            cand --connect-timeout 'The limit for a connection; the platform''s is 2s'
            cand --cacert 'Trust the certificates in this PEM file, and no others'
            cand --wait 'Wait so long for the app to answer, then begin'
            cand --run 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run'
            cand --only 'Put only this case (repeatable)'
            cand --skip 'Leave this case out (repeatable)'
            cand --sdk 'The SDK the app is built on: its own deviations are said, and do not count as failures'
            cand --generate 'Send N valid events of chance, too, made from the schema: any field absent, new codes, extreme numbers'
            cand --seed 'Which events of chance: the same ones for the same seed'
            cand --effect 'A command that prints how often an event took effect; the shell runs it after the duplicate'
            cand --effect-wait 'How long an effect may come after the answer'
            cand --format 'How to write the result'
            cand -o 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --output 'Write the result to a file instead of standard output (whole or not at all); - is standard output'
            cand --report 'Write another report beside it (repeatable), as in `junit=out.xml`'
            cand --max-findings 'Show at most N findings; the rest are counted'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --old-key-file 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too'
            cand --verification-token-file 'A file that holds the app''s Verification Token'
            cand --verification-token 'The app''s Verification Token; other users of this machine can see it in the process list'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -k 'Accept any TLS certificate'
            cand --insecure 'Accept any TLS certificate'
            cand --list 'List the cases and send nothing'
            cand --keep-going 'Go on where a must-case has failed for a reason that keeps every event from being taken'
            cand -q 'Say less: no summary, no progress'
            cand --quiet 'Say less: no summary, no progress'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;ci'= {
            cand --wait 'Wait so long for the app to answer, then begin'
            cand --run 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run'
            cand --url 'Where to deliver: the app''s request URL, http or https'
            cand -H 'Another header for every request (repeatable), as in ''X-Env: test'''
            cand --header 'Another header for every request (repeatable), as in ''X-Env: test'''
            cand --timeout 'The limit for an answer, connecting included; the platform''s is 3s'
            cand --connect-timeout 'The limit for a connection; the platform''s is 2s'
            cand --cacert 'Trust the certificates in this PEM file, and no others'
            cand --sdk 'The SDK the app is built on: its own deviations are said, and do not count as failures'
            cand --expect 'Fail if no event changes this (repeatable), as in ''status: created -> closed'''
            cand --forbid 'Fail if an event changes this (repeatable)'
            cand --keep 'Keep what each step wrote in this folder'
            cand --init 'Print a workflow that runs this command, and do nothing else'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --old-key-file 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too'
            cand --verification-token-file 'A file that holds the app''s Verification Token'
            cand --verification-token 'The app''s Verification Token; other users of this machine can see it in the process list'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -k 'Accept any TLS certificate'
            cand --insecure 'Accept any TLS certificate'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;schema'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand --list 'List the known event types instead'
            cand --all 'One schema that takes an event of any known type'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;explain'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;sample'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;generate'= {
            cand --tickets 'How many tickets; every ticket has at least one event [default: a fifth of the events, else 10]'
            cand --events 'How many events in all, a line each [default: five a ticket]'
            cand --seed 'Which log: a seed gives the same bytes always and everywhere'
            cand --from 'When the log begins: a date (UTC) or an RFC 3339 time [default: 2024-01-01, or 31 days before its end]'
            cand --to 'Before when the log ends [default: 31 days after it begins]'
            cand --invalid 'Break this share of the lines, one fault each, as in `1%`'
            cand --labels 'Where to write line and code of each broken line [default: the output''s name and `.labels`]'
            cand -o 'Write the log to a file instead of standard output (whole or not at all)'
            cand --output 'Write the log to a file instead of standard output (whole or not at all)'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -q 'Do not say on standard error what was written'
            cand --quiet 'Do not say on standard error what was written'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;config'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
            cand show 'Print every value that a flag has by itself, and where it comes from'
            cand init 'Write an example of `helpdesk-evt.toml` into the working folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'helpdesk-evt;config;show'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;config;init'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;config;help'= {
            cand show 'Print every value that a flag has by itself, and where it comes from'
            cand init 'Write an example of `helpdesk-evt.toml` into the working folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'helpdesk-evt;config;help;show'= {
        }
        &'helpdesk-evt;config;help;init'= {
        }
        &'helpdesk-evt;config;help;help'= {
        }
        &'helpdesk-evt;completions'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;man'= {
            cand --all 'Write the page of the program and that of every command into this folder instead'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --config 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]'
            cand -h 'Print help; -h has one screen, --help has all'
            cand --help 'Print help; -h has one screen, --help has all'
        }
        &'helpdesk-evt;help'= {
            cand validate 'Check events against the documented schema, with the exact place and the way out'
            cand replay 'Deliver events to an app as the platform does, and report what it did'
            cand gateway 'Be the platform''s long connection: the official clients connect and get events'
            cand listen 'Receive events as an app does: check, show and record them'
            cand diff 'Show what events changed: one by one, as a ticket''s life, or as a tally'
            cand probe 'Judge an app''s receiver against the platform''s contract'
            cand ci 'Judge an app in one command: start it, check it, deliver to it, end it'
            cand schema 'Print the JSON Schema of an event type'
            cand explain 'Explain a finding''s code or a field; without one, list them'
            cand sample 'List the bundled sample events, or print some'
            cand generate 'Write a log of synthetic tickets, the same for the same seed, with labelled faults on request'
            cand config 'Show which configuration is in force, or begin a file'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page, or that of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'helpdesk-evt;help;validate'= {
        }
        &'helpdesk-evt;help;replay'= {
        }
        &'helpdesk-evt;help;gateway'= {
        }
        &'helpdesk-evt;help;listen'= {
        }
        &'helpdesk-evt;help;diff'= {
        }
        &'helpdesk-evt;help;probe'= {
        }
        &'helpdesk-evt;help;ci'= {
        }
        &'helpdesk-evt;help;schema'= {
        }
        &'helpdesk-evt;help;explain'= {
        }
        &'helpdesk-evt;help;sample'= {
        }
        &'helpdesk-evt;help;generate'= {
        }
        &'helpdesk-evt;help;config'= {
            cand show 'Print every value that a flag has by itself, and where it comes from'
            cand init 'Write an example of `helpdesk-evt.toml` into the working folder'
        }
        &'helpdesk-evt;help;config;show'= {
        }
        &'helpdesk-evt;help;config;init'= {
        }
        &'helpdesk-evt;help;completions'= {
        }
        &'helpdesk-evt;help;man'= {
        }
        &'helpdesk-evt;help;help'= {
        }
    ]
    $completions[$command]
}
