# Joins the targets with both managers' medians and prints one row a metric. Input: targets, then two files of "metric|unit|median|runs"
# with `manager` set.
/^#/ { next }
NF == 4 && manager == "" { relation[$1] = $2; times[$1] = $3; of[$1] = $4; next }
{
    if (!($1 in unit)) order[++metrics] = $1
    unit[$1] = $2
    median[$1, manager] = $3
}
function number(metric, who) {
    return ((metric, who) in median) ? sprintf("%.4g", median[metric, who]) : "-"
}
function verdict(metric, bound, value) {
    if (!(metric in relation)) return ""
    if (of[metric] == "systemd" && !((metric, "systemd") in median)) return ""
    bound = times[metric] * (of[metric] == "systemd" ? median[metric, "systemd"] : of[metric])
    if (!((metric, "hearth") in median)) return sprintf("%s %.4g", relation[metric], bound)
    value = median[metric, "hearth"]
    return sprintf("%s %.4g  %s", relation[metric], bound, (relation[metric] == "<=" ? value <= bound : value >= bound) ? "reached" : "MISSED")
}
END {
    for (m = 1; m <= metrics; m++) {
        name = order[m]
        printf "%-46s %-6s %10s %10s  %s\n", name, unit[name], number(name, "hearth"), number(name, "systemd"), verdict(name)
    }
}
