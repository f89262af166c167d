function __fish_helpdesk_evt_reports
    set -l parts (string split -m 1 = -- (commandline -ct))
    test (count $parts) = 2; or return
    for path in $parts[2]*
        test -d $path; and set path $path/
        echo $parts[1]=$path
    end
end
