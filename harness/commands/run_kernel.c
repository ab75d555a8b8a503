/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack run -k: the same run in a kernel that is booted for it. The guest
 * tells its results as lines of JSON; here they become results again, so that
 * reports and records are made as if they had been played here.
 */
#include "harness/commands/run_kernel.h"
#include "base/clock.h"
#include "harness/commands/commands.h"
#include "harness/limit.h"
#include "harness/vm/fetch.h"
#include "harness/vm/image.h"
#include "harness/vm/pack.h"
#include "harness/vm/qemu.h"
#include "harness/vm/results.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define BOOT_SECONDS	120
/* A KVM that works has booted by then many times over. */
#define KVM_SECONDS	20
/* More than the guest's own limit for a case that hangs. */
#define SILENCE_SECONDS 400
#define CONSOLE_LINES	12

struct guest {
	const struct run_arguments *a;
	const char *kernel;
	struct image image;
	struct running run;
	struct vm vm;
	int initramfs;
	bool kvm;
	int signals;
	int caught;
	/* A line that has not come to its end. */
	char *line;
	size_t length;
	bool begun, ended, reader_gone;
	int status;
	size_t results;
};

void kernel_name(const char *kernel, char *name, size_t size)
{
	const char *end = strstr(kernel, ":modules=");
	size_t i, length = end ? (size_t)(end - kernel) : strlen(kernel);
	const char *from = memrchr(kernel, '/', length);

	from = from ? from + 1 : kernel;
	snprintf(name, size, "%.*s", (int)(kernel + length - from), from);
	for (i = 0; name[i]; i++)
		if (name[i] == ':')
			name[i] = '-';
}

static const char *accelerator(const struct guest *g)
{
	return g->kvm ? "KVM" : "TCG";
}

static void tell_accelerator(const struct guest *g)
{
	fprintf(stderr, "lastack: %s: QEMU with %s\n", g->image.release,
		g->kvm ? "KVM" :
		g->a->virtual_time ?
			"TCG, in virtual time" :
			"TCG (there is no KVM that works): many times slower "
			"than the hardware");
}

static void take_run(struct guest *g, json_t *line)
{
	const char *kernel = json_string_value(json_object_get(line, "kernel"));
	json_t *facts = json_object_get(line, "facts");

	json_object_set_new(facts, "accelerator", json_string(accelerator(g)));
	json_object_set_new(facts, "virtual_time",
			    json_boolean(g->a->virtual_time));
	if (g->run.record && json_is_object(facts))
		record_facts(g->run.record, facts);
	/* Only now does anybody know that KVM works. */
	if (g->kvm)
		tell_accelerator(g);
	running_begin(&g->run, kernel);
	g->begun = true;
}

static void take_result(struct guest *g, json_t *line)
{
	struct result r;

	if (!result_from_json(&r, line)) {
		if (asprintf(&r.rerun, "%s run %s-k '%s' %s'%s'",
			     g->a->options.program, g->a->options.rerun,
			     g->kernel,
			     g->a->virtual_time ? "--virtual-time " : "",
			     r.name) < 0)
			abort();
		g->results++;
		g->reader_gone = running_result(&r, &g->run);
	}
	result_clear(&r);
}

static void take_line(struct guest *g, const char *text)
{
	json_t *line = json_loads(text, 0, NULL);
	const char *type = json_string_value(json_object_get(line, "type"));

	if (!type)
		type = "";
	if (!strcmp(type, "run") && !g->begun) {
		take_run(g, line);
	} else if (!strcmp(type, "result") && g->begun) {
		take_result(g, line);
	} else if (!strcmp(type, "trouble")) {
		error_set(&g->run.trouble, "%s: %s", g->image.release,
			  json_string_value(json_object_get(line, "text")));
	} else if (!strcmp(type, "exit")) {
		g->status = (int)json_integer_value(
			json_object_get(line, "status"));
		g->ended = true;
	}
	json_decref(line);
}

/* Return: 0, or -1 at the end of all octets. */
static int take_octets(struct guest *g)
{
	char octets[65536], *end;
	ssize_t got = read(g->vm.out, octets, sizeof(octets));

	if (got <= 0)
		return -1;
	g->line = realloc(g->line, g->length + (size_t)got + 1);
	if (!g->line)
		abort();
	memcpy(g->line + g->length, octets, (size_t)got);
	g->length += (size_t)got;
	g->line[g->length] = '\0';
	while ((end = memchr(g->line, '\n', g->length))) {
		*end++ = '\0';
		take_line(g, g->line);
		g->length -= (size_t)(end - g->line);
		memmove(g->line, end, g->length + 1);
	}
	return 0;
}

static double silence_allowed(const struct guest *g)
{
	double longest = 0;
	size_t i;

	if (!g->begun && g->kvm)
		return KVM_SECONDS;
	if (!g->begun)
		return limit_seconds("LASTACK_BOOT_SECONDS", BOOT_SECONDS);
	for (i = 0; i < g->run.n && !g->a->virtual_time; i++)
		if (g->run.chosen[i].tc->seconds > longest)
			longest = g->run.chosen[i].tc->seconds;
	return SILENCE_SECONDS + 2 * longest;
}

static void take_signal(struct guest *g)
{
	struct signalfd_siginfo info;

	if (read(g->signals, &info, sizeof(info)) == sizeof(info))
		g->caught = (int)info.ssi_signo;
}

static void follow(struct guest *g)
{
	struct pollfd fds[] = {{.fd = g->vm.out, .events = POLLIN},
			       {.fd = g->signals, .events = POLLIN}};
	int ret;

	while (!g->ended && !g->caught && !g->reader_gone) {
		double seconds = silence_allowed(g);

		ret = poll(fds, 2, (int)(seconds * 1000));
		if (ret < 0 && errno == EINTR)
			continue;
		if (ret <= 0) {
			error_set(&g->run.trouble, "%s: not a word for %.0f s",
				  g->image.release, seconds);
			return;
		}
		if (fds[1].revents)
			take_signal(g);
		if (fds[0].revents && take_octets(g))
			return;
	}
}

static char *limits(const struct guest *g)
{
	/* Emulated, it is that much slower, but not by its own clock. */
	double slower = g->kvm || g->a->virtual_time ? 1 : 6;
	char *text;

	if (asprintf(&text, "LASTACK_HANG_SECONDS=%.0f "
		     "LASTACK_LIMIT_SECONDS=%.0f",
		     limit_seconds("LASTACK_HANG_SECONDS", 30 * slower),
		     limit_seconds("LASTACK_LIMIT_SECONDS", 5 * slower)) < 0)
		abort();
	return text;
}

static int boot(struct guest *g)
{
	char *append = limits(g);
	struct vm_setup setup = {
		.kernel = g->image.path,
		.initramfs = g->initramfs,
		.append = append,
		.kvm = g->kvm,
		.virtual_time = g->a->virtual_time,
	};
	int ret = vm_start(&g->vm, &setup, &g->run.trouble);

	free(append);
	if (ret)
		return -1;
	follow(g);
	vm_stop(&g->vm);
	return 0;
}

/* That there is a KVM does not say that it can boot anything. */
static int boot_somehow(struct guest *g)
{
	if (!g->a->virtual_time && !access("/dev/kvm", R_OK | W_OK)) {
		g->kvm = true;
		if (boot(g))
			return -1;
		if (g->begun || g->caught)
			return 0;
		vm_close(&g->vm);
		g->kvm = false;
		g->length = 0;
		*g->run.trouble.text = '\0';
	}
	tell_accelerator(g);
	return boot(g);
}

/* The last lines of a text, each behind a mark. */
static void print_tail(const char *text)
{
	const char *at = text + strlen(text);
	const char *panic = strstr(text, "Kernel panic");
	int lines = 0;

	/* Of a panic its first words, not the last of its registers. */
	if (panic) {
		while (panic > text && panic[-1] != '\n')
			panic--;
		fprintf(stderr, "    | %.*s\n", (int)strcspn(panic, "\r\n"),
			panic);
	}
	while (at > text && lines <= CONSOLE_LINES)
		if (*--at == '\n' && at[1])
			lines++;
	for (at += *at == '\n'; *at; at += strcspn(at, "\n"),
				     at += *at == '\n')
		fprintf(stderr, "    | %.*s\n", (int)strcspn(at, "\r\n"), at);
}

static void keep_console(struct guest *g, const char *record)
{
	char *console = vm_text(g->vm.console);
	struct error err;
	char path[4096];

	snprintf(path, sizeof(path), "%s/console.log", record);
	if (file_replace(path, console, &err))
		complain(&err);
	free(console);
}

/* Whatever is not a whole run is told as broken, never as passed. */
static void judge_end(struct guest *g)
{
	size_t planned = g->run.n * (g->a->repeat ? g->a->repeat : 1);
	struct error *trouble = &g->run.trouble;

	if (g->caught || g->reader_gone || *trouble->text)
		return;
	if (!g->ended)
		error_set(trouble, "%s: it ended by itself%s", g->image.release,
			  g->begun ? "" : " before lastack had begun");
	else if (g->status != summary_status(&g->run.summary) ||
		 (!g->a->until_fail && g->results != planned))
		error_set(trouble, "%s: lastack ended there with status %d, "
			  "and told %zu results of %zu", g->image.release,
			  g->status, g->results, planned);
}

static void tell_console(struct guest *g)
{
	char *errors = vm_text(g->vm.errors);
	char *console = vm_text(g->vm.console);

	if (*errors)
		print_tail(errors);
	print_tail(console);
	free(errors);
	free(console);
}

static int finish(struct guest *g, const char *record)
{
	bool trouble;

	judge_end(g);
	trouble = *g->run.trouble.text;
	if (record)
		keep_console(g, record);
	if (!g->begun)
		running_begin(&g->run, g->image.release);
	g->status = running_end(&g->run, g->caught);
	if (trouble)
		tell_console(g);
	vm_close(&g->vm);
	return g->status;
}

static char **make_words(const struct running *run)
{
	const struct run_arguments *a = run->a;
	char **words = calloc(run->n + 16, sizeof(*words));
	size_t i, n = 0;

	if (!words)
		abort();
	words[n++] = strdup("run");
	words[n++] = strdup("--format=json");
	words[n++] = strdup("--expected=/expected");
	if (a->options.strict)
		words[n++] = strdup("--strict");
	if (a->until_fail)
		words[n++] = strdup("--until-fail");
	if (a->repeat && asprintf(&words[n++], "--repeat=%u", a->repeat) < 0)
		abort();
	if (a->jobs && asprintf(&words[n++], "--jobs=%u", a->jobs) < 0)
		abort();
	for (i = 0; i < run->n; i++)
		words[n++] = strdup(run->chosen[i].name);
	return words;
}

static int pack(struct guest *g, struct error *err)
{
	struct modules modules = {.n = 0};
	char **words = make_words(&g->run);
	struct pack pack = {.expected = g->a->options.expected,
			    .modules = &modules, .words = words};
	size_t i;

	g->initramfs = -1;
	if (!*g->image.modules || !modules_gather(&modules, g->image.modules,
						  err))
		g->initramfs = pack_initramfs(&pack, err);
	modules_clear(&modules);
	for (i = 0; words[i]; i++)
		free(words[i]);
	free(words);
	return g->initramfs < 0 ? -1 : 0;
}

static int open_kernel(struct guest *g, struct error *err)
{
	char path[4096];

	if (strncmp(g->kernel, "debian:", 7))
		return image_open(&g->image, g->kernel, err);
	if (kernel_fetch(g->kernel, path, sizeof(path), err))
		return -1;
	return image_open(&g->image, path, err);
}

static void listen_for_signals(struct guest *g, sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, old);
	g->signals = signalfd(-1, &set, SFD_CLOEXEC);
}

int run_kernel(const struct run_arguments *a, const char *kernel,
	       const char *record, int *caught)
{
	struct guest g = {.a = a, .kernel = kernel, .run = {.a = a}};
	struct error err;
	sigset_t old;
	int status;

	*caught = 0;
	if (open_kernel(&g, &err) || running_prepare(&g.run, record, &err) ||
	    pack(&g, &err))
		return complain(&err);
	listen_for_signals(&g, &old);
	status = boot_somehow(&g) ? complain(&g.run.trouble) :
				    finish(&g, record);
	*caught = g.caught;
	close(g.signals);
	close(g.initramfs);
	sigprocmask(SIG_SETMASK, &old, NULL);
	free(g.run.chosen);
	free(g.line);
	return status;
}
