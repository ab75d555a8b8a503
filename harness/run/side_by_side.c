/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lane whose turn it is writes through; what the others say is kept until
 * their turn comes. Progress cannot be drawn by several at once, so they count
 * in shared memory, and the line is drawn here.
 */
#include "harness/run/side_by_side.h"
#include "harness/report/colour.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define REDRAW_MS 250

struct chunk {
	int to;
	size_t size;
	char *data;
};

struct street {
	struct lane *lane;
	size_t n, at_once, started, turn;
	void (*before)(const struct lane *lane);
	struct progress_meter *meter;
	struct progress progress;
	bool turn_begun, colour, reader_gone;
};

static volatile sig_atomic_t caught;

static void catch(int sig)
{
	caught = sig;
}

static void catch_signals(void (*handler)(int))
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = handler}, old;
	size_t i;

	/* What nohup has made deaf stays so. */
	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (!sigaction(signals[i], NULL, &old) &&
		    old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
}

static void become_lane(struct street *s, struct lane *lane, int ends[2][2])
{
	int status, i;
	size_t k;

	catch_signals(SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	for (k = 0; k < s->started; k++)
		for (i = 0; i < 2; i++)
			if (s->lane[k].fd[i] >= 0)
				close(s->lane[k].fd[i]);
	for (i = 0; i < 2; i++) {
		dup2(ends[i][1], i ? STDERR_FILENO : STDOUT_FILENO);
		close(ends[i][0]);
		close(ends[i][1]);
	}
	colour_decide(s->colour);
	progress_share(lane->meter);
	status = lane->run(lane->arg);
	fflush(NULL);
	_exit(status);
}

static void start(struct street *s)
{
	struct lane *lane = &s->lane[s->started];
	int ends[2][2], i;

	lane->meter = &s->meter[s->started];
	fflush(NULL);
	for (i = 0; i < 2; i++)
		if (pipe(ends[i]))
			abort();
	lane->pid = fork();
	if (lane->pid < 0)
		abort();
	if (lane->pid == 0)
		become_lane(s, lane, ends);
	for (i = 0; i < 2; i++) {
		close(ends[i][1]);
		lane->fd[i] = ends[i][0];
	}
	s->started++;
}

static bool is_running(const struct lane *lane)
{
	return lane->fd[0] >= 0 || lane->fd[1] >= 0;
}

static void start_some(struct street *s)
{
	size_t i, running = 0;
	bool alone = false;

	for (i = 0; i < s->started; i++) {
		running += is_running(&s->lane[i]);
		alone = alone || (is_running(&s->lane[i]) && s->lane[i].alone);
	}
	while (s->started < s->n && !caught && !s->reader_gone && !alone &&
	       running < s->at_once &&
	       (!s->lane[s->started].alone || !running)) {
		alone = s->lane[s->started].alone;
		start(s);
		running++;
	}
}

static void put(struct street *s, int to, const char *data, size_t size)
{
	ssize_t sent;

	while (size && !s->reader_gone) {
		sent = write(to, data, size);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			s->reader_gone = true;
		data += sent > 0 ? sent : 0;
		size -= sent > 0 ? (size_t)sent : 0;
	}
}

static void keep(struct lane *lane, int to, const char *data, size_t size)
{
	struct chunk *c;

	lane->chunk = realloc(lane->chunk,
			      (lane->chunks + 1) * sizeof(*lane->chunk));
	if (!lane->chunk)
		abort();
	c = &lane->chunk[lane->chunks++];
	*c = (struct chunk){.to = to, .size = size, .data = malloc(size)};
	if (!c->data)
		abort();
	memcpy(c->data, data, size);
}

static void take(struct street *s, struct lane *lane, int i)
{
	int to = i ? STDERR_FILENO : STDOUT_FILENO;
	char data[65536];
	ssize_t got = read(lane->fd[i], data, sizeof(data));

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		close(lane->fd[i]);
		lane->fd[i] = -1;
		if (!is_running(lane))
			while (waitpid(lane->pid, &lane->status, 0) < 0 &&
			       errno == EINTR)
				;
	} else if (lane == &s->lane[s->turn] && s->turn_begun) {
		put(s, to, data, (size_t)got);
	} else {
		keep(lane, to, data, (size_t)got);
	}
}

/* Its turn has come: what it has said so far. */
static void begin_turn(struct street *s)
{
	struct lane *lane = &s->lane[s->turn];
	size_t i;

	progress_hide(&s->progress);
	if (s->before) {
		s->before(lane);
		fflush(stdout);
	}
	for (i = 0; i < lane->chunks; i++) {
		put(s, lane->chunk[i].to, lane->chunk[i].data,
		    lane->chunk[i].size);
		free(lane->chunk[i].data);
	}
	free(lane->chunk);
	lane->chunk = NULL;
	lane->chunks = 0;
}

static void take_turns(struct street *s)
{
	while (s->turn < s->started) {
		if (!s->turn_begun)
			begin_turn(s);
		s->turn_begun = is_running(&s->lane[s->turn]);
		if (s->turn_begun)
			return;
		s->turn++;
	}
}

static void hand_on(struct street *s, int sig)
{
	size_t i;

	for (i = 0; i < s->started; i++)
		if (is_running(&s->lane[i]))
			kill(s->lane[i].pid, sig);
}

/* "debian:5.10 412 of 915, 1 failed | debian:6.1 boots" */
static void draw(struct street *s)
{
	char line[256] = "", text[64];
	size_t i, used = 0;

	for (i = 0; i < s->started && used < sizeof(line); i++) {
		struct lane *lane = &s->lane[i];

		if (!is_running(lane))
			continue;
		progress_meter_text(lane->meter, text, sizeof(text));
		used += (size_t)snprintf(line + used, sizeof(line) - used,
					 "%s%s %s", used ? " | " : "",
					 lane->name, text);
	}
	progress_text(&s->progress, line);
}

static void take_all(struct street *s, const struct pollfd *fds)
{
	size_t i;

	progress_hide(&s->progress);
	for (i = 0; i < 2 * s->started; i++)
		if (fds[i].revents)
			take(s, &s->lane[i / 2], i % 2);
}

static void serve(struct street *s)
{
	struct pollfd fds[2 * s->n];
	bool handed_on = false;
	size_t i;

	for (;;) {
		start_some(s);
		take_turns(s);
		if (s->turn == s->started) {
			if (s->turn == s->n || caught || s->reader_gone)
				return;
			continue;
		}
		draw(s);
		for (i = 0; i < 2 * s->started; i++)
			fds[i] = (struct pollfd){
				.fd = s->lane[i / 2].fd[i % 2],
				.events = POLLIN,
			};
		if (poll(fds, 2 * s->started, REDRAW_MS) > 0)
			take_all(s, fds);
		if ((caught || s->reader_gone) && !handed_on) {
			hand_on(s, caught ? caught : SIGTERM);
			handed_on = true;
		}
	}
}

int side_by_side(struct lane *lane, size_t n, size_t at_once,
		 void (*before)(const struct lane *lane))
{
	struct street s = {
		.lane = lane,
		.n = n,
		.at_once = at_once ? at_once : 1,
		.before = before,
		.colour = colour_wanted(stdout),
	};
	size_t i;

	s.meter = mmap(NULL, n * sizeof(*s.meter), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s.meter == MAP_FAILED)
		abort();
	for (i = 0; i < n; i++)
		lane[i].fd[0] = lane[i].fd[1] = -1;
	caught = 0;
	catch_signals(catch);
	signal(SIGPIPE, SIG_IGN);
	progress_open(&s.progress, stderr);
	serve(&s);
	progress_hide(&s.progress);
	catch_signals(SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	munmap(s.meter, n * sizeof(*s.meter));
	return caught;
}
