// Lets an unchanged auditctl talk to an engine: preloaded, it turns sockets of the audit netlink family into connections to the Unix
// SOCK_SEQPACKET socket that AUDITCONSOLE_ENGINE_SOCKET names, where each packet is one netlink datagram.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 1024 };
static bool is_engine[MOST_DESCRIPTORS];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static bool to_engine(int fd)
{
    return fd >= 0 && fd < MOST_DESCRIPTORS && is_engine[fd];
}

int socket(int domain, int type, int protocol)
{
    const char *path = getenv("AUDITCONSOLE_ENGINE_SOCKET");
    if (domain != AF_NETLINK || protocol != NETLINK_AUDIT || path == NULL)
        return REAL(socket)(domain, type, protocol);

    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);

    int fd = REAL(socket)(AF_UNIX, SOCK_SEQPACKET | (type & (SOCK_CLOEXEC | SOCK_NONBLOCK)), 0);
    if (fd < 0)
        return -1;
    if (fd >= MOST_DESCRIPTORS || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
        int error = fd >= MOST_DESCRIPTORS ? EMFILE : errno;
        REAL(close)(fd);
        errno = error;
        return -1;
    }
    is_engine[fd] = true;
    return fd;
}

int close(int fd)
{
    if (to_engine(fd))
        is_engine[fd] = false;
    return REAL(close)(fd);
}

// A connection has its port and its options already.
int bind(int fd, const struct sockaddr *address, socklen_t length)
{
    return to_engine(fd) ? 0 : REAL(bind)(fd, address, length);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
    return to_engine(fd) && level == SOL_NETLINK ? 0 : REAL(setsockopt)(fd, level, name, value, length);
}

ssize_t sendto(int fd, const void *data, size_t length, int flags, const struct sockaddr *to, socklen_t to_length)
{
    return to_engine(fd) ? send(fd, data, length, flags) : REAL(sendto)(fd, data, length, flags, to, to_length);
}

// Who receives checks that the sender is the kernel, whose port id is 0.
ssize_t recvfrom(int fd, void *buffer, size_t length, int flags, struct sockaddr *from, socklen_t *from_length)
{
    if (!to_engine(fd))
        return REAL(recvfrom)(fd, buffer, length, flags, from, from_length);

    ssize_t received = recv(fd, buffer, length, flags);
    if (received >= 0 && from != NULL && from_length != NULL) {
        struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
        memcpy(from, &kernel, *from_length < sizeof(kernel) ? *from_length : sizeof(kernel));
        *from_length = sizeof(kernel);
    }
    return received;
}
