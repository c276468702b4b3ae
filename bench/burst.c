/* burst N: over one connection to the user's manager, N StartTransientUnit of /bin/true without waiting in between.
 * Prints the milliseconds until all jobs were done, and until all units were gone again.
 *
 * The connection is the manager's private socket, which needs no message bus. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <time.h>

static const char *const path = "/org/freedesktop/systemd1";
static const char *const interface = "org.freedesktop.systemd1.Manager";
static const double limit_ms = 120000;

static int jobs, done, gone;
static double jobs_ended_at;

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int is_ours(const char *unit)
{
    return strncmp(unit, "burst-", 6) == 0;
}

static int on_job_removed(sd_bus_message *message, void *data, sd_bus_error *error)
{
    uint32_t id;
    const char *job, *unit, *result;
    if (sd_bus_message_read(message, "uoss", &id, &job, &unit, &result) > 0 && is_ours(unit)) {
        jobs++;
        done += strcmp(result, "done") == 0;
        jobs_ended_at = now_ms();
    }
    return 0;
}

static int on_unit_removed(sd_bus_message *message, void *data, sd_bus_error *error)
{
    const char *unit, *object;
    if (sd_bus_message_read(message, "so", &unit, &object) > 0)
        gone += is_ours(unit);
    return 0;
}

static int on_reply(sd_bus_message *message, void *data, sd_bus_error *error)
{
    const sd_bus_error *refusal = sd_bus_message_get_error(message);
    if (refusal)
        fprintf(stderr, "%s\n", refusal->message);
    return 0;
}

static int start_one(sd_bus *bus, const char *name)
{
    sd_bus_message *call;
    int r = sd_bus_message_new_method_call(bus, &call, NULL, path, interface, "StartTransientUnit");
    if (r < 0)
        return r;
    r = sd_bus_message_append(call, "ssa(sv)a(sa(sv))", name, "fail", 1, "ExecStart", "a(sasb)", 1, "/bin/true", 1, "/bin/true", 0, 0);
    if (r >= 0)
        r = sd_bus_call_async(bus, NULL, call, on_reply, NULL, (uint64_t)limit_ms * 1000);
    sd_bus_message_unref(call);
    return r;
}

static sd_bus *connect_privately(void)
{
    char address[256];
    sd_bus *bus;
    snprintf(address, sizeof address, "unix:path=%s/systemd/private", getenv("XDG_RUNTIME_DIR"));
    if (sd_bus_new(&bus) < 0 || sd_bus_set_address(bus, address) < 0 || sd_bus_start(bus) < 0)
        return NULL;
    return bus;
}

int main(int count, char **arguments)
{
    int n = count > 1 ? atoi(arguments[1]) : 0;
    sd_bus *bus = connect_privately();
    if (n <= 0 || !bus) {
        fprintf(stderr, "usage: burst N, with a manager in $XDG_RUNTIME_DIR\n");
        return 2;
    }
    sd_bus_call_method(bus, NULL, path, interface, "Subscribe", NULL, NULL, NULL);
    sd_bus_match_signal(bus, NULL, NULL, path, interface, "JobRemoved", on_job_removed, NULL);
    sd_bus_match_signal(bus, NULL, NULL, path, interface, "UnitRemoved", on_unit_removed, NULL);
    double start = now_ms();
    for (int i = 0; i < n; i++) {
        char name[64];
        snprintf(name, sizeof name, "burst-%.0f-%d.service", start, i);
        if (start_one(bus, name) < 0)
            return 1;
    }
    while (gone < n && now_ms() - start < limit_ms)
        if (sd_bus_process(bus, NULL) <= 0)
            sd_bus_wait(bus, 1000000);
    printf("%.1f %.1f\n", jobs_ended_at - start, now_ms() - start);
    if (done != n || gone != n)
        fprintf(stderr, "%d of %d done, %d gone\n", done, n, gone);
    return done != n;
}
