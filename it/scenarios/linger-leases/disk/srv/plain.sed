# What differs from run to run.
s/20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:]{5}/TIME/g
s/([0-9]+[a-z]+ )+ago/SINCE/
s/in (7h 59min|8h)/in SPAN/
s/ends at TIME, in [0-9]+s/ends soon/
s/by lease [0-9]+$/by lease N/
s/^  lease [0-9]+/  lease N/
s/^[0-9]+ /N /
s/ended [0-9]+/ended N/
s/"id":"[0-9]+"/"id":N/
s/"sinceUsec":[0-9]+/"sinceUsec":T/
s/ +$//
s/  +/  /g
