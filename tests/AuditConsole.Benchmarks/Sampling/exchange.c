/* AUDIT_GET without and with libaudit, timed one by one. Arguments: the processor to run on.
   Each line of input, "raw N" or "libaudit N", is answered with the median of N round trips in nanoseconds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <linux/audit.h>
#include <linux/netlink.h>

#define MOST 1000000
#define ANSWER 16384

static long times[MOST];
static int raw_socket;
static unsigned sequence;
static int (*request_status)(int), (*get_reply)(int, void *, int, int);
static int library_socket = -1;

static long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static int ask_raw(void)
{
    static char answer[512];
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    struct nlmsghdr request = {.nlmsg_len = sizeof request, .nlmsg_type = AUDIT_GET, .nlmsg_flags = NLM_F_REQUEST, .nlmsg_seq = ++sequence};
    if (sendto(raw_socket, &request, sizeof request, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0)
        return -1;
    for (;;) {
        struct nlmsghdr *reply = (struct nlmsghdr *)answer;
        long length = recv(raw_socket, answer, sizeof answer, MSG_TRUNC);
        if (length < (long)sizeof *reply || reply->nlmsg_type == NLMSG_ERROR)
            return -1;
        if (reply->nlmsg_seq == sequence && reply->nlmsg_type == AUDIT_GET)
            return 0;
    }
}

/* struct audit_reply begins with the type of the message. */
static int ask_library(void)
{
    static char reply[ANSWER];
    if (library_socket < 0 || request_status(library_socket) < 0)
        return -1;
    do {
        if (get_reply(library_socket, reply, 0, 0) < 0)
            return -1;
    } while (*(int *)reply != AUDIT_GET);
    return 0;
}

static int by_size(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

int main(int count, char **words)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(count > 1 ? atoi(words[1]) : 0, &one);
    sched_setaffinity(0, sizeof one, &one);

    struct sockaddr_nl any = {.nl_family = AF_NETLINK};
    raw_socket = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
    bind(raw_socket, (struct sockaddr *)&any, sizeof any);
    void *library = dlopen("libaudit.so.1", RTLD_NOW);
    if (library) {
        int (*open)(void) = (int (*)(void))dlsym(library, "audit_open");
        request_status = (int (*)(int))dlsym(library, "audit_request_status");
        get_reply = (int (*)(int, void *, int, int))dlsym(library, "audit_get_reply");
        library_socket = open();
    }

    char way[16];
    int n;
    while (scanf("%15s %d", way, &n) == 2 && n > 0 && n <= MOST) {
        int (*ask)(void) = strcmp(way, "raw") == 0 ? ask_raw : ask_library;
        int failed = 0;
        for (int i = 0; i < n && !failed; i++) {
            long began = now();
            failed = ask() != 0;
            times[i] = now() - began;
        }
        if (failed)
            printf("failed\n");
        else {
            qsort(times, n, sizeof *times, by_size);
            printf("%ld\n", times[n / 2]);
        }
        fflush(stdout);
    }
    return 0;
}
