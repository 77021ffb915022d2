/* N readers of a stream, in one process: readers PORT PATH N MARK
 *
 * Prints `ready` once all have had the first bytes of their answer, then `K NANOSECONDS` (of CLOCK_MONOTONIC) as soon as
 * the last one has had the K-th MARK, a single byte. Ends when its standard input does, with `end DELIVERIES LOST`.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 10000
#define UPDATES 10000

static int seen[MOST], started[MOST], reached[UPDATES + 1];
static char buffer[1 << 18];

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "readers PORT PATH N MARK\n"), 2;
    int port = atoi(argv[1]), n = atoi(argv[3]), mark = argv[4][0];
    if (n < 1 || n > MOST) return fprintf(stderr, "1 to %d readers\n", MOST), 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < (rlim_t)n + 16) return fprintf(stderr, "ulimit -n is %lu\n", (unsigned long)files.rlim_cur), 2;

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    char request[512];
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n", argv[2]);
    int poll = epoll_create1(0), *sockets = calloc(n, sizeof(int));
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = MOST}, events[512];
    epoll_ctl(poll, EPOLL_CTL_ADD, 0, &event);

    long long deliveries = 0;
    int connected = 0, lost = 0, ready = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (;;) {
        while (connected < n && connected - ready < 128) { /* no more at once than a backlog takes */
            int s = socket(AF_INET, SOCK_STREAM, 0);
            if (s < 0 || connect(s, (struct sockaddr *)&address, sizeof address)) fail("connect");
            if (write(s, request, length) != length) fail("write");
            fcntl(s, F_SETFL, O_NONBLOCK);
            event.events = EPOLLIN;
            event.data.u32 = connected;
            sockets[connected++] = s;
            epoll_ctl(poll, EPOLL_CTL_ADD, s, &event);
        }
        int count = epoll_wait(poll, events, 512, -1);
        for (int i = 0; i < count; i++) {
            unsigned who = events[i].data.u32;
            if (who == MOST) {
                if (read(0, buffer, sizeof buffer) > 0) continue;
                printf("end %lld %d\n", deliveries, lost);
                return 0;
            }
            ssize_t got = read(sockets[who], buffer, sizeof buffer);
            if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (got <= 0) {
                epoll_ctl(poll, EPOLL_CTL_DEL, sockets[who], NULL);
                close(sockets[who]);
                lost++;
                continue;
            }
            if (!started[who]) {
                started[who] = 1;
                if (++ready == n) printf("ready\n");
            }
            for (char *place = buffer; (place = memchr(place, mark, buffer + got - place)); place++) {
                deliveries++;
                if (seen[who] < UPDATES && ++reached[++seen[who]] == n) printf("%d %lld\n", seen[who], now());
            }
        }
    }
}
