/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * make bench: how fast Lastack is, and how fast it could be.
 *
 * Runs of $LASTACK (./lastack if it is not set), and the floor beside them:
 * everything on loopback; what waits for no timer, by itself, on each link; and
 * the same case as the floor's, many times.
 *
 * Which variants wait for no timer is measured: their cases declare no seconds,
 * and played alone, one on a CPU, they took less than 40 ms, which is
 * TCP_DELACK_MIN and the shortest timer of an established connection.
 *
 * CPU time is that of the processes. The kernel takes namespaces down in
 * threads of its own; "machine" is all that kept the CPUs busy meanwhile, that
 * of others included.
 */
#include "base/clock.h"
#include "harness/run/pool.h"
#include "harness/run/select.h"
#include "harness/stage/house.h"
#include "harness/stage/stage.h"
#include "tests/bench_floor.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMER_NS	 40000000
/* The floor and its like are measured in turn, the quietest round counts. */
#define ROUNDS		 5
#define TIMES		 100
/* The case of cases/close.c whose calls are most like the floor's. */
#define LIKE_THE_FLOOR	 "close/fully_read@lo4"
#define MAX_WORDS	 4096

#define WANTED_WALL	 6.0
#define WANTED_A_SECOND	 150.0
#define WANTED_BY_TUN	 300.0
#define WANTED_PROBES	20000.0
#define WANTED_QUOTIENT	 3.0

struct cost {
	unsigned variants;
	double wall, cpu, machine;
};

struct words {
	const char *word[MAX_WORDS];
	size_t n;
};

static char own_names[MAX_WORDS][96];

static double seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double cpu_of_children(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return seconds_of(u.ru_utime) + seconds_of(u.ru_stime);
}

/* Seconds in which CPUs were not idle; 0 where that is not told. */
static double machine_busy(void)
{
	unsigned long user, nice, system, idle, iowait, irq, softirq;
	FILE *f = fopen("/proc/stat", "re");
	int got = 0;

	if (f) {
		got = fscanf(f, "cpu %lu %lu %lu %lu %lu %lu %lu", &user, &nice,
			     &system, &idle, &iowait, &irq, &softirq);
		fclose(f);
	}
	if (got != 7)
		return 0;
	return (double)(user + nice + system + irq + softirq) /
	       (double)sysconf(_SC_CLK_TCK);
}

static struct cost begin(void)
{
	return (struct cost){
		.wall = (double)now_ns() / 1e9,
		.cpu = cpu_of_children(),
		.machine = machine_busy(),
	};
}

static struct cost end(struct cost since, unsigned variants)
{
	return (struct cost){
		.variants = variants,
		.wall = (double)now_ns() / 1e9 - since.wall,
		.cpu = cpu_of_children() - since.cpu,
		.machine = machine_busy() - since.machine,
	};
}

static void __attribute__((noreturn)) die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void say(struct words *w, const char *word)
{
	if (w->n == MAX_WORDS - 1) {
		errno = E2BIG;
		die("too many variants");
	}
	w->word[w->n++] = word;
	w->word[w->n] = NULL;
}

/* One result of a run: of those quick enough, the names are kept. */
static void take(const char *line, unsigned *n, struct words *quick)
{
	json_t *r = json_loads(line, 0, NULL);
	const char *verdict = json_string_value(json_object_get(r, "verdict"));
	const char *name = json_string_value(json_object_get(r, "name"));
	json_int_t wall = json_integer_value(json_object_get(r, "wall_ns"));

	if (verdict && strcmp(verdict, "SKIP")) {
		if (strcmp(verdict, "PASS") && strcmp(verdict, "KNOWN")) {
			fprintf(stderr, "bench: %s %s\n", verdict, name);
			exit(1);
		}
		++*n;
		if (quick && wall < TIMER_NS) {
			char *own = own_names[quick->n];

			snprintf(own, sizeof(own_names[0]), "%s", name);
			say(quick, own);
		}
	}
	json_decref(r);
}

static struct cost run(const struct words *w, struct words *quick)
{
	struct cost since = begin();
	char *line = NULL;
	size_t room = 0;
	unsigned n = 0;
	int ends[2];
	pid_t pid;
	FILE *in;

	fflush(NULL);
	if (pipe(ends) || (pid = fork()) < 0)
		die("starting a run");
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(w->word[0], (char *const *)w->word);
		die(w->word[0]);
	}
	close(ends[1]);
	in = fdopen(ends[0], "r");
	while (in && getline(&line, &room, in) > 0)
		take(line, &n, quick);
	free(line);
	if (in)
		fclose(in);
	waitpid(pid, NULL, 0);
	if (!n)
		exit(2);
	return end(since, n);
}

static struct words command(const char *link, const char *option,
			    const char *value)
{
	const char *program = getenv("LASTACK");
	struct words w = {.n = 0};

	say(&w, program ? program : "./lastack");
	say(&w, "run");
	say(&w, "--format");
	say(&w, "json");
	say(&w, "--link");
	say(&w, link);
	if (option) {
		say(&w, option);
		say(&w, value);
	}
	return w;
}

static struct words without_timers(const char *link)
{
	struct words alone, quick = command(link, "--repeat", "3");
	struct filter filter = {.link = link};
	static char jobs[16];
	struct chosen *list;
	struct error err;
	ssize_t n = select_variants(NULL, 0, &filter, &list, &err), i;

	snprintf(jobs, sizeof(jobs), "%u", stage_cpus());
	alone = command(link, "-j", jobs);
	for (i = 0; i < n; i++)
		if (!(list[i].tc->seconds > 0))
			say(&alone, list[i].name);
	run(&alone, &quick);
	free(list);
	return quick;
}

static int floors(void *arg)
{
	unsigned at_once = 0, begun = 0, jobs = pool_jobs();
	int status;

	(void)arg;
	while (begun < TIMES || at_once) {
		if (begun < TIMES && at_once < jobs) {
			pid_t pid = fork();

			if (pid == 0)
				_exit(bench_floor() ? errno : 0);
			if (pid < 0)
				return errno;
			begun++;
			at_once++;
		} else {
			if (wait(&status) < 0)
				return errno;
			at_once--;
			if (status)
				return WEXITSTATUS(status);
		}
	}
	return 0;
}

/* A house is for good, so it is made by a process of its own. */
static void __attribute__((noreturn)) live_floors(void)
{
	int status, caught;
	struct error err;

	if (house_run(floors, NULL, &status, &caught, &err)) {
		fprintf(stderr, "bench: %s\n", err.text);
		_exit(2);
	}
	errno = status;
	if (status)
		fprintf(stderr, "bench: floor: %s\n", strerror(status));
	_exit(status ? 2 : 0);
}

static struct cost measure_floor(void)
{
	struct cost since = begin();
	int status;
	pid_t pid = fork();

	if (pid == 0)
		live_floors();
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		die("floor");
	if (status)
		exit(2);
	return end(since, TIMES);
}

static void keep_least(struct cost *least, struct cost c)
{
	if (!least->variants || c.cpu < least->cpu)
		*least = c;
}

static const char *judged(bool good, bool *all)
{
	*all = *all && good;
	return good ? "good" : "MISSED";
}

static double each(double seconds, const struct cost *c)
{
	return 1000 * seconds / c->variants;
}

static void print_cpu(const char *what, const struct cost *c,
		      const struct cost *floor, bool *all)
{
	double quotient = each(c->cpu, c) / each(floor->cpu, floor);

	printf("CPU, %-16s%.2f ms a variant (machine %.2f), %.1f times the "
	       "floor", what, each(c->cpu, c), each(c->machine, c), quotient);
	if (all)
		printf("; at most %.0f: %s", WANTED_QUOTIENT,
		       judged(quotient <= WANTED_QUOTIENT, all));
	putchar('\n');
}

static void print_speed(const char *what, const struct cost *c, double wanted,
			bool *all)
{
	double speed = c->variants / c->wall;

	printf("%-17s%u variants in %.2f s, %.0f a second", what, c->variants,
	       c->wall, speed);
	if (wanted > 0)
		printf("; at least %.0f: %s", wanted,
		       judged(speed >= wanted, all));
	putchar('\n');
}

/* The last line of `lastack grid` says how fast it was; it is judged here. */
static bool bench_grid(void)
{
	const char *program = getenv("LASTACK");
	char line[512] = "", command[4200];
	double probes = 0;
	bool good;
	FILE *in;

	snprintf(command, sizeof(command), "'%s' grid",
		 program ? program : "./lastack");
	fflush(NULL);
	in = popen(command, "r");
	if (!in)
		die("grid");
	while (fgets(line, sizeof(line), in))
		;
	if (pclose(in) || sscanf(line, "grid: %*u stations, %*u probes in %*f "
				 "s, %lf a second", &probes) != 1) {
		printf("the grid:        %s", *line ? line : "nothing\n");
		return false;
	}
	good = probes >= WANTED_PROBES;
	printf("the grid:        %.0f probes a second of CPU time; at least "
	       "%.0f: %s\n", probes, WANTED_PROBES, good ? "good" : "MISSED");
	return good;
}

int main(void)
{
	struct words words = command("lo", NULL, NULL), quick, like;
	struct cost all, timer_free, wire, forged, tun, ordinary = {0}, floor = {0};
	bool good = true;
	char times[16];
	int i;

	snprintf(times, sizeof(times), "%d", TIMES);
	like = command("lo", "--repeat", times);
	say(&like, LIKE_THE_FLOOR);
	all = run(&words, NULL);
	quick = without_timers("lo");
	timer_free = run(&quick, NULL);
	quick = without_timers("wire");
	wire = run(&quick, NULL);
	quick = without_timers("forged");
	forged = run(&quick, NULL);
	for (i = 0; i < ROUNDS; i++) {
		keep_least(&floor, measure_floor());
		keep_least(&ordinary, run(&like, NULL));
	}
	printf("all on loopback: %u variants in %.2f s; at most %.0f s: %s\n",
	       all.variants, all.wall, WANTED_WALL,
	       judged(all.wall <= WANTED_WALL, &good));
	print_speed("without timers:", &timer_free, WANTED_A_SECOND, &good);
	tun = (struct cost){.variants = wire.variants + forged.variants,
			    .wall = wire.wall + forged.wall};
	print_speed("  on the wire:", &wire, 0, &good);
	print_speed("  forged:", &forged, 0, &good);
	print_speed("  both:", &tun, WANTED_BY_TUN, &good);
	/* The floor makes the calls of one ordinary case; others make more. */
	print_cpu("floor:", &floor, &floor, NULL);
	print_cpu("ordinary case:", &ordinary, &floor, &good);
	print_cpu("without timers:", &timer_free, &floor, NULL);
	print_cpu("all:", &all, &floor, NULL);
	good = bench_grid() && good;
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
