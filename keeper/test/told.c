/* What a service hears of a signal with a value: waits for one of people's own signals, and ends with the value as its exit status.
 * Says its number when it is ready. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    sigset_t own;
    siginfo_t info = {0};
    sigemptyset(&own);
    sigaddset(&own, SIGRTMIN);
    if (sigprocmask(SIG_BLOCK, &own, NULL) < 0)
        return 125;
    printf("%d\n", getpid());
    fflush(stdout);
    if (sigwaitinfo(&own, &info) < 0 || info.si_code != SI_QUEUE)
        return 126;
    return info.si_value.sival_int;
}
