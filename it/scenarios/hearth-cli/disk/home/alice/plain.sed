# What is this machine's or this moment's becomes one word.
s/(since +).*/\1DATE/
s/(sessions +)[0-9]+/\1N/
s/(main +)[0-9]+/\1N/
s/^(  uses +).*/\1N/
s/ \(252 .*//
s/^[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} //
s/\[[0-9]+\]:/[N]:/
