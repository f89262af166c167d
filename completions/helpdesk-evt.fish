# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_helpdesk_evt_global_optspecs
    string join \n color= lang= config= h/help V/version
end

function __fish_helpdesk_evt_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_helpdesk_evt_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_helpdesk_evt_using_subcommand
    set -l cmd (__fish_helpdesk_evt_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -s V -l version -d 'Print version'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "validate" -d 'Check events against the documented schema, with the exact place and the way out'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "replay" -d 'Deliver events to an app as the platform does, and report what it did'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "gateway" -d 'Be the platform\'s long connection: the official clients connect and get events'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "listen" -d 'Receive events as an app does: check, show and record them'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "diff" -d 'Show what events changed: one by one, as a ticket\'s life, or as a tally'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "probe" -d 'Judge an app\'s receiver against the platform\'s contract'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "ci" -d 'Judge an app in one command: start it, check it, deliver to it, end it'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "schema" -d 'Print the JSON Schema of an event type'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "explain" -d 'Explain a finding\'s code or a field; without one, list them'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "sample" -d 'List the bundled sample events, or print some'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "generate" -d 'Write a log of synthetic tickets, the same for the same seed, with labelled faults on request'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "config" -d 'Show which configuration is in force, or begin a file'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "man" -d 'Print the man page'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l sample -d 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l exclude -d 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l unwrap -d 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)' -r -f -a "auto\t'Out of every wrapper that is known'
none\t'Lines are taken as they stand'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -s j -l jobs -d 'How many threads work side by side [default: one a core]; the output is the same for any number' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l deny -d 'Make a code an error (repeatable); `warnings` stands for all warnings' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l warn -d 'Make a code a warning (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l allow -d 'Do not report a code (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l format -d 'How to write the result' -r -f -a "human\t''
short\t''
json\t''
ndjson\t''
github\t''
codequality\t''
junit\t''
sarif\t''"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -s o -l output -d 'Write the result to a file instead of standard output (whole or not at all); - is standard output' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l report -d 'Write another report beside it (repeatable), as in `junit=out.xml`' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l max-findings -d 'Show at most N findings; the rest are counted' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l encrypt-key-file -d 'A file that holds the app\'s Encrypt Key' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l encrypt-key -d 'The app\'s Encrypt Key; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l old-key-file -d 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l fail-fast -d 'Stop after the first faulty event'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -l all -d 'Show each finding, and not each cause once'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -s q -l quiet -d 'Say less: no summary, no progress'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand validate" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l sample -d 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l exclude -d 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l unwrap -d 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)' -r -f -a "auto\t'Out of every wrapper that is known'
none\t'Lines are taken as they stand'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l url -d 'Where to deliver: the app\'s request URL, http or https' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -s H -l header -d 'Another header for every request (repeatable), as in \'X-Env: test\'' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l timeout -d 'The limit for an answer, connecting included; the platform\'s is 3s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l connect-timeout -d 'The limit for a connection; the platform\'s is 2s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l cacert -d 'Trust the certificates in this PEM file, and no others' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l signature -d 'Send them with this signature' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l wait -d 'Wait so long for the app to answer, then begin' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l run -d 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l set -d 'Set a value in every event (repeatable), by its key or its place: status=51, /event/object/status=51' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -s j -l jobs -d 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l rate -d 'Start so many events a time, whatever the app does: 50/s, 30/m, 100/h' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l pace -d 'Keep the recorded gaps; events are sorted by their time, 4,096 at a time' -r -f -a "recorded\t'The gaps between the events\' `create_time`'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l speed -d 'How many times faster than recorded' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l max-gap -d 'Wait no longer than this between two events' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l retry -d 'Try again: none, platform (after 15 s, 5 min, 1 h, 6 h), or so many times (after 1 s, 2 s, 4 s, or Retry-After)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l time-scale -d 'Multiply the waits before retries; 0.001 makes 15 s 15 ms' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l duplicate -d 'Deliver this share of the events again after they were accepted: 10%, or all' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l shuffle -d 'Disorder the events, within and across tickets, the same way for the same seed' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l fail-if -d 'Exit with 1 if this holds (repeatable): \'p99 > 500ms\', \'failed > 1%\'; one about `failed` replaces the usual rule' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l ledger -d 'Record every attempt in this file, on disk before the ticket\'s next event is sent' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l failed-to -d 'Write events that failed for good to this file, as they were read' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l deny -d 'Make a code an error (repeatable); `warnings` stands for all warnings' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l warn -d 'Make a code a warning (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l allow -d 'Do not report a code (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l format -d 'How to write the result' -r -f -a "human\t''
short\t''
json\t''
ndjson\t''
github\t''
junit\t''
markdown\t''"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -s o -l output -d 'Write the result to a file instead of standard output (whole or not at all); - is standard output' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l report -d 'Write another report beside it (repeatable), as in `junit=out.xml`' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l max-findings -d 'Show at most N findings; the rest are counted' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l encrypt-key-file -d 'A file that holds the app\'s Encrypt Key' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l encrypt-key -d 'The app\'s Encrypt Key; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l old-key-file -d 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l verification-token-file -d 'A file that holds the app\'s Verification Token' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l verification-token -d 'The app\'s Verification Token; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -s k -l insecure -d 'Accept any TLS certificate'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l http2 -d 'Speak HTTP/2 where the app\'s TLS offers it'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l verify-url -d 'Make the platform\'s URL check first, and stop if the app fails it'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l signature-headers-without-key -d 'Send the headers of a signature though there is no encrypt key, as the platform may: over an empty key'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -s v -l verbose -d 'Print requests and answers on standard error as curl does, with their secrets masked'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l dry-run -d 'Print each request with its secrets masked, and send nothing'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l fresh -d 'Give every event a new `event_id` and `create_time`'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l force -d 'Deliver invalid events, too; otherwise they are reported and left out'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l fail-fast -d 'Stop after the first event that failed for good'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -l resume -d 'Go on from the ledger: events it has as accepted are not sent again'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -s q -l quiet -d 'Say less: no summary, no progress'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand replay" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l sample -d 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l exclude -d 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l unwrap -d 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)' -r -f -a "auto\t'Out of every wrapper that is known'
none\t'Lines are taken as they stand'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l port -d 'The port; 0 takes a free one and says which' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l host -d 'The address to listen on; another one than this machine\'s own lets others connect' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l connections -d 'How many connections there may be; the platform allows an app 50' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l wait-for -d 'Begin to send once there are so many connections' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l for -d 'End after this time, as in 30s; where no app has connected by then, with an error (4)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l allow-host -d 'A name that apps may call this machine by, beside its own, as from a container; repeatable. Without it, and while --host is this machine\'s own, requests by other names are refused' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l ready-file -d 'Write the URL to this file once apps can connect' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l timeout -d 'The limit for an ack; the platform\'s is 3s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l split -d 'Send every event in N pieces' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l split-gap -d 'Wait between two pieces of an event: the Go and Java SDKs lose pieces that come back to back; 5ms does for Go, 100ms for a JVM that has just started' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l seed -d 'What the connection of each event is chosen by: the same choices for the same seed' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l ping-interval -d 'Tell clients to ping every so many seconds' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l reconnect-interval -d 'Tell clients to wait so many seconds between two tries to reconnect' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l reconnect-nonce -d 'Tell clients to wait a random time of at most so many seconds before the first try' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l drop-after -d 'Drop every connection after this time, as in 10s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l drop-how -d 'How to drop it' -r -f -a "tcp\t'The TCP connection goes away without a word'
close\t'With a close frame'
stall\t'It stays, and nothing comes on it any more: no events, no pongs'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l endpoint-fails -d 'Let the endpoint fail N times, with this code (1000040343, after which the SDKs try again)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l endpoint-fails-after -d 'Let it fail after K requests that were answered: a refused reconnect' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l set -d 'Set a value in every event (repeatable), by its key or its place: status=51, /event/object/status=51' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -s j -l jobs -d 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l rate -d 'Start so many events a time, whatever the app does: 50/s, 30/m, 100/h' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l pace -d 'Keep the recorded gaps; events are sorted by their time, 4,096 at a time' -r -f -a "recorded\t'The gaps between the events\' `create_time`'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l speed -d 'How many times faster than recorded' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l max-gap -d 'Wait no longer than this between two events' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l retry -d 'Try again: none, platform (after 15 s, 5 min, 1 h, 6 h), or so many times (after 1 s, 2 s, 4 s, or Retry-After)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l time-scale -d 'Multiply the waits before retries; 0.001 makes 15 s 15 ms' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l duplicate -d 'Deliver this share of the events again after they were accepted: 10%, or all' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l shuffle -d 'Disorder the events, within and across tickets, the same way for the same seed' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l fail-if -d 'Exit with 1 if this holds (repeatable): \'p99 > 500ms\', \'failed > 1%\'; one about `failed` replaces the usual rule' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l ledger -d 'Record every attempt in this file, on disk before the ticket\'s next event is sent' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l failed-to -d 'Write events that failed for good to this file, as they were read' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l deny -d 'Make a code an error (repeatable); `warnings` stands for all warnings' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l warn -d 'Make a code a warning (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l allow -d 'Do not report a code (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l format -d 'How to write the result' -r -f -a "human\t''
short\t''
json\t''
ndjson\t''
github\t''
junit\t''
markdown\t''"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -s o -l output -d 'Write the result to a file instead of standard output (whole or not at all); - is standard output' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l report -d 'Write another report beside it (repeatable), as in `junit=out.xml`' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l max-findings -d 'Show at most N findings; the rest are counted' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l encrypt-key-file -d 'A file that holds the app\'s Encrypt Key' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l encrypt-key -d 'The app\'s Encrypt Key; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l old-key-file -d 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l app-id -d 'Let in only this app (else code 403)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l app-secret-file -d 'A file that holds the app secret' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l app-secret -d 'Let in only who has this secret (else code 514); other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l once -d 'End after the last event, instead of keeping the connections'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l no-pong -d 'Do not answer the SDKs\' pings'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l fresh -d 'Give every event a new `event_id` and `create_time`'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l force -d 'Deliver invalid events, too; otherwise they are reported and left out'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l fail-fast -d 'Stop after the first event that failed for good'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -l resume -d 'Go on from the ledger: events it has as accepted are not sent again'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -s q -l quiet -d 'Say less: no summary, no progress'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand gateway" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l port -d 'The port; 0 takes a free one and says which' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l host -d 'The address to listen on; another one than this machine\'s own lets others send events here' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l path -d 'The path events are delivered to' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l max-body -d 'The largest body that is taken, bytes' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l forward -d 'Pass what is in order on to an app behind, body and headers as they came; its answer is shown and kept in --record-raw beside ours, and the sender does not wait for it' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l record -d 'Append every acknowledged event to a file, a line each, its very bytes (an event of several lines loses the white space between its tokens); readable for its owner only, for events carry their token' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l record-raw -d 'Append every request as it came, headers and body, to a file, a line of JSON each; secrets are masked' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l dedupe -d 'Leave events out of the record that were acknowledged within this time, as in 8h: those of the same `event_id`, ticket and content; kept across restarts in FILE.seen (the latest 1,048,576 events)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l respond -d 'Answer with this status; what is not acknowledged with 200 is not recorded' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l delay -d 'Hold every answer back so long; the event is on disk before' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l fail-first -d 'Answer the first N deliveries with 500, whichever events they carry' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l drop -d 'Close the connection of this share of deliveries without an answer, as in 10%' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l seed -d 'Which deliveries --drop takes: the same ones in every run' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l max-events -d 'Stop after N events that were answered as asked; duplicates, --fail-first and --drop do not count' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l for -d 'Stop after this time, as in 30s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l ready-file -d 'Write the URL to this file once events can be sent' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l deny -d 'Make a code an error (repeatable); `warnings` stands for all warnings' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l warn -d 'Make a code a warning (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l allow -d 'Do not report a code (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l format -d 'How to show what comes' -r -f -a "human\t''
short\t''
ndjson\t''"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -s o -l output -d 'Write the result to a file instead of standard output (whole or not at all); - is standard output' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l report -d 'Write another report beside it (repeatable), as in `junit=out.xml`' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l max-findings -d 'Show at most N findings; the rest are counted' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l encrypt-key-file -d 'A file that holds the app\'s Encrypt Key' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l encrypt-key -d 'The app\'s Encrypt Key; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l old-key-file -d 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l verification-token-file -d 'A file that holds the app\'s Verification Token' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l verification-token -d 'The app\'s Verification Token; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -s q -l quiet -d 'Say less: no summary, no progress'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand listen" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l sample -d 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l exclude -d 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l unwrap -d 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)' -r -f -a "auto\t'Out of every wrapper that is known'
none\t'Lines are taken as they stand'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -s j -l jobs -d 'How many threads work side by side [default: one a core]; the output is the same for any number' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l tz -d 'The time zone: a name (Asia/Shanghai), an offset (+08:00) or UTC [default: this machine\'s]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l ticket -d 'Only this ticket (repeatable), by its id or the short form that is shown: 7100…0340' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l since -d 'Only events from this time on: a date, an RFC 3339 time, or an age (`2h`, `2h ago`, `7d`)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l until -d 'Only events before this time' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l where -d 'Only events that this rule matches; of several all must match' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l expect -d 'Exit 1 unless some event matches (repeatable: each must be met)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l forbid -d 'Exit 1 if any event matches (repeatable); each is a finding at its place' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l deny -d 'Make a code an error (repeatable); `warnings` stands for all warnings' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l warn -d 'Make a code a warning (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l allow -d 'Do not report a code (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l format -d 'How to write the result' -r -f -a "human\t''
short\t''
json\t''
ndjson\t''
csv\t''
markdown\t''
github\t''
codequality\t''
junit\t''
sarif\t''
mermaid\t''
dot\t''"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -s o -l output -d 'Write the result to a file instead of standard output (whole or not at all); - is standard output' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l report -d 'Write another report beside it (repeatable), as in `junit=out.xml`' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l max-findings -d 'Show at most N findings; the rest are counted' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l encrypt-key-file -d 'A file that holds the app\'s Encrypt Key' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l encrypt-key -d 'The app\'s Encrypt Key; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l old-key-file -d 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l timeline -d 'Tell each ticket\'s life in the order of time, with gaps, duplicates and late arrivals'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l summary -d 'Count: transitions, time in each status, hand-overs, closings, events a day'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l full -d 'The long form for each event, also where there are several'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l all-fields -d 'Show the ticket\'s other fields, too, decoded (implies --full)'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l exit-code -d 'Exit 1 if anything changed at all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l strict -d 'Gaps and duplicates of the timeline are errors'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -l csv-raw -d 'Leave text in CSV cells that a spreadsheet would take for a formula as it is'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -s q -l quiet -d 'Say less: no summary, no progress'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand diff" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l url -d 'Where to deliver: the app\'s request URL, http or https' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -s H -l header -d 'Another header for every request (repeatable), as in \'X-Env: test\'' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l timeout -d 'The limit for an answer, connecting included; the platform\'s is 3s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l connect-timeout -d 'The limit for a connection; the platform\'s is 2s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l cacert -d 'Trust the certificates in this PEM file, and no others' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l wait -d 'Wait so long for the app to answer, then begin' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l run -d 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l only -d 'Put only this case (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l skip -d 'Leave this case out (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l sdk -d 'The SDK the app is built on: its own deviations are said, and do not count as failures' -r -f -a "python\t'lark-oapi'
node\t'@larksuiteoapi/node-sdk'
go\t'oapi-sdk-go v3'
java\t'oapi-sdk for Java'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l generate -d 'Send N valid events of chance, too, made from the schema: any field absent, new codes, extreme numbers' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l seed -d 'Which events of chance: the same ones for the same seed' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l effect -d 'A command that prints how often an event took effect; the shell runs it after the duplicate' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l effect-wait -d 'How long an effect may come after the answer' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l format -d 'How to write the result' -r -f -a "human\t''
short\t''
json\t''
ndjson\t''
github\t''
junit\t''
markdown\t''"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -s o -l output -d 'Write the result to a file instead of standard output (whole or not at all); - is standard output' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l report -d 'Write another report beside it (repeatable), as in `junit=out.xml`' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l max-findings -d 'Show at most N findings; the rest are counted' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l encrypt-key-file -d 'A file that holds the app\'s Encrypt Key' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l encrypt-key -d 'The app\'s Encrypt Key; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l old-key-file -d 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l verification-token-file -d 'A file that holds the app\'s Verification Token' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l verification-token -d 'The app\'s Verification Token; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -s k -l insecure -d 'Accept any TLS certificate'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l list -d 'List the cases and send nothing'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -l keep-going -d 'Go on where a must-case has failed for a reason that keeps every event from being taken'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -s q -l quiet -d 'Say less: no summary, no progress'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand probe" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l wait -d 'Wait so long for the app to answer, then begin' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l run -d 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l url -d 'Where to deliver: the app\'s request URL, http or https' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -s H -l header -d 'Another header for every request (repeatable), as in \'X-Env: test\'' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l timeout -d 'The limit for an answer, connecting included; the platform\'s is 3s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l connect-timeout -d 'The limit for a connection; the platform\'s is 2s' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l cacert -d 'Trust the certificates in this PEM file, and no others' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l sdk -d 'The SDK the app is built on: its own deviations are said, and do not count as failures' -r -f -a "python\t''
node\t''
go\t''
java\t''"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l expect -d 'Fail if no event changes this (repeatable), as in \'status: created -> closed\'' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l forbid -d 'Fail if an event changes this (repeatable)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l keep -d 'Keep what each step wrote in this folder' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l init -d 'Print a workflow that runs this command, and do nothing else' -r -f -a "github\t'GitHub Actions'
gitlab\t'GitLab CI'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l encrypt-key-file -d 'A file that holds the app\'s Encrypt Key' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l encrypt-key -d 'The app\'s Encrypt Key; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l old-key-file -d 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l verification-token-file -d 'A file that holds the app\'s Verification Token' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l verification-token -d 'The app\'s Verification Token; other users of this machine can see it in the process list' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -s k -l insecure -d 'Accept any TLS certificate'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand ci" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand schema" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand schema" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand schema" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand schema" -l list -d 'List the known event types instead'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand schema" -l all -d 'One schema that takes an event of any known type'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand schema" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand explain" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand explain" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand explain" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand explain" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand sample" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand sample" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand sample" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand sample" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l tickets -d 'How many tickets; every ticket has at least one event [default: a fifth of the events, else 10]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l events -d 'How many events in all, a line each [default: five a ticket]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l seed -d 'Which log: a seed gives the same bytes always and everywhere' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l from -d 'When the log begins: a date (UTC) or an RFC 3339 time [default: 2024-01-01, or 31 days before its end]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l to -d 'Before when the log ends [default: 31 days after it begins]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l invalid -d 'Break this share of the lines, one fault each, as in `1%`' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l labels -d 'Where to write line and code of each broken line [default: the output\'s name and `.labels`]' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -s o -l output -d 'Write the log to a file instead of standard output (whole or not at all)' -r
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -s q -l quiet -d 'Do not say on standard error what was written'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand generate" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and not __fish_seen_subcommand_from show init help" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and not __fish_seen_subcommand_from show init help" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and not __fish_seen_subcommand_from show init help" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and not __fish_seen_subcommand_from show init help" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and not __fish_seen_subcommand_from show init help" -f -a "show" -d 'Print every value that a flag has by itself, and where it comes from'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and not __fish_seen_subcommand_from show init help" -f -a "init" -d 'Write an example of `helpdesk-evt.toml` into the working folder'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and not __fish_seen_subcommand_from show init help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from show" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from init" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from init" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from init" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print every value that a flag has by itself, and where it comes from'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "init" -d 'Write an example of `helpdesk-evt.toml` into the working folder'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand completions" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand completions" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand completions" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand completions" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand man" -l color -d 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected' -r -f -a "auto\t'Where standard output is a terminal'
always\t'Always'
never\t'Never'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand man" -l lang -d 'The language of Lark\'s own labels [default: zh where the locale is Chinese, else en]' -r -f -a "en\t'English'
zh\t'Chinese, as on the vendor\'s page'"
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand man" -l config -d 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]' -r -F
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand man" -s h -l help -d 'Print help; -h has one screen, --help has all'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "validate" -d 'Check events against the documented schema, with the exact place and the way out'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "replay" -d 'Deliver events to an app as the platform does, and report what it did'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "gateway" -d 'Be the platform\'s long connection: the official clients connect and get events'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "listen" -d 'Receive events as an app does: check, show and record them'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "diff" -d 'Show what events changed: one by one, as a ticket\'s life, or as a tally'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "probe" -d 'Judge an app\'s receiver against the platform\'s contract'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "ci" -d 'Judge an app in one command: start it, check it, deliver to it, end it'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "schema" -d 'Print the JSON Schema of an event type'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "explain" -d 'Explain a finding\'s code or a field; without one, list them'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "sample" -d 'List the bundled sample events, or print some'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "generate" -d 'Write a log of synthetic tickets, the same for the same seed, with labelled faults on request'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "config" -d 'Show which configuration is in force, or begin a file'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "man" -d 'Print the man page'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and not __fish_seen_subcommand_from validate replay gateway listen diff probe ci schema explain sample generate config completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Print every value that a flag has by itself, and where it comes from'
complete -c helpdesk-evt -n "__fish_helpdesk_evt_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "init" -d 'Write an example of `helpdesk-evt.toml` into the working folder'
