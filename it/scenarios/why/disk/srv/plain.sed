# What differs from run to run.
s/^[A-Z][a-z]{2} [0-9]{2} [0-9:]{8}/WHEN/
s/^ {17}/     /
s/ since .*/ since .../
s/process [0-9]+/process N/g
s/\(user ([0-9]+), process N(, in session-[0-9c]+\.scope)?\)/(user \1)/
s/[Ss]ession [0-9c]+ /session N /g
s/session-[0-9c]+\.scope/session-N.scope/g
s/counter is at [0-9]+/counter is at N/
s/"(time_usec|since_usec|pid)":[0-9]+/"\1":N/g
