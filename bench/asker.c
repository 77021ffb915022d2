/* N connections that are kept, each with one request under way: asker PORT PATH N SECONDS
 *
 * Asks as browsers do, for gzip. Prints `ANSWERS SECONDS P50 P99 MOST BYTES CPU`: answers with status 200, the time from a request
 * to the last byte of its answer in microseconds, bytes of a body, and the share of a core that this process needed.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 256
#define ANSWERS (1 << 22)

struct one {
    int socket;
    long long asked;
    long left; /* of the body; -1 while the head is awaited */
    int filled;
    char head[8192];
};

static struct one ones[MOST];
static float *took;
static char request[4096], buffer[1 << 18];
static int length;

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void ask(struct one *one) {
    one->left = -1;
    one->filled = 0;
    one->asked = now();
    if (write(one->socket, request, length) != length) fail("write");
}

static int compare(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "asker PORT PATH N SECONDS\n"), 2;
    int n = atoi(argv[3]);
    if (n < 1 || n > MOST) return fprintf(stderr, "1 to %d connections\n", MOST), 2;
    took = malloc(ANSWERS * sizeof *took);
    length = snprintf(request, sizeof request,
                      "GET %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0)\r\n"
                      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
                      "Accept-Language: en-GB,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n",
                      argv[2]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int poll = epoll_create1(0), yes = 1;
    for (int i = 0; i < n; i++) {
        int s = ones[i].socket = socket(AF_INET, SOCK_STREAM, 0);
        if (s < 0 || connect(s, (struct sockaddr *)&address, sizeof address)) fail("connect");
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(poll, EPOLL_CTL_ADD, s, &event);
        ask(&ones[i]);
    }
    long long started = now(), until = started + (long long)(atof(argv[4]) * 1e9);
    long answers = 0, bytes = 0;
    double seconds = 0;
    for (int waiting = n; waiting;) { /* what is under way at the end is awaited, so that it burdens nobody who is measured next */
        struct epoll_event events[MOST];
        int count = epoll_wait(poll, events, MOST, 100);
        for (int i = 0; i < count; i++) {
            struct one *one = &ones[events[i].data.u32];
            ssize_t got = read(one->socket, buffer, sizeof buffer);
            if (got <= 0) return fprintf(stderr, "the server closed a connection\n"), 1;
            if (one->left < 0) {
                int room = (int)sizeof one->head - 1 - one->filled, taken = got < room ? got : room;
                memcpy(one->head + one->filled, buffer, taken);
                one->filled += taken;
                one->head[one->filled] = 0;
                char *end = strstr(one->head, "\r\n\r\n"), *said = strcasestr(one->head, "\r\ncontent-length:");
                if (!end) continue;
                if (strncmp(one->head, "HTTP/1.1 200", 12) || !said || said > end)
                    return fprintf(stderr, "%.200s\n", one->head), 1;
                bytes = atol(said + 17);
                one->left = bytes - (one->filled - (end + 4 - one->head)) - (got - taken);
            } else
                one->left -= got;
            if (one->left == 0) {
                long long at = now();
                seconds = (at - started) / 1e9;
                if (answers < ANSWERS) took[answers++] = (at - one->asked) / 1e3f;
                if (at < until)
                    ask(one);
                else
                    waiting--;
            }
        }
    }
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    if (!answers) return fprintf(stderr, "no answer came\n"), 1;
    qsort(took, answers, sizeof *took, compare);
    printf("%ld %.3f %.0f %.0f %.0f %ld %.2f\n", answers, seconds, took[answers / 2], took[answers * 99 / 100],
           took[answers - 1], bytes, cpu / seconds);
    return 0;
}
