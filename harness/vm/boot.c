/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Booting a kernel, and reading the lines that its guest sends.
 */
#include "harness/vm/boot.h"
#include "base/limit.h"
#include "base/memory.h"
#include "harness/judge/verdict.h"
#include "harness/vm/fetch.h"
#include "harness/vm/pack.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define BOOT_SECONDS  120
/* A KVM that works has booted by then many times over. */
#define KVM_SECONDS   20
#define COUNTS_SECONDS 60

int boot_open(struct boot *b, struct error *err)
{
	const char *kernel = b->kernel;
	char path[4096];
	unsigned i;

	b->status = -1;
	b->signals = -1;
	if (!b->machines)
		b->machines = 1;
	for (i = 0; i < BOOT_MACHINES; i++)
		b->machine[i].vm.console = b->machine[i].vm.errors = -1;
	if (!strncmp(b->kernel, "debian:", 7)) {
		if (kernel_fetch(b->kernel, path, sizeof(path), err))
			return -1;
		kernel = path;
	}
	if (image_open(&b->image, kernel, err))
		return -1;
	b->counts = *b->image.objects ? getenv("GCOV_PREFIX") : NULL;
	return 0;
}

static size_t count(char *const *words)
{
	size_t n = 0;

	while (words[n])
		n++;
	return n;
}

/*
 * What one machine starts with: its words say which part of the work is its.
 *
 * Return: a descriptor of the initramfs, or -1.
 */
static int pack(const struct boot *b, char *const *words, unsigned nth,
		struct error *err)
{
	size_t n = count(words);
	char *mine[n + 2], part[32];
	struct pack pack = {.expected = b->expected, .file = b->file,
			    .files = b->files, .modules = &b->modules,
			    .words = mine};

	memcpy(mine, words, n * sizeof(*mine));
	mine[n] = mine[n + 1] = NULL;
	snprintf(part, sizeof(part), "--shard=%u/%u", nth + 1, b->machines);
	if (b->machines > 1)
		mine[n] = part;
	return pack_initramfs(&pack, err);
}

static void take_line(struct boot *b, struct boot_machine *m, const char *text)
{
	json_t *line = json_loads(text, 0, NULL);
	const char *type = json_string_value(json_object_get(line, "type"));
	int status;

	if (!type) {
		json_decref(line);
		return;
	}
	b->told = true;
	if (!strcmp(type, "trouble")) {
		error_set(&b->trouble, "%s: %s", b->image.release,
			  json_string_value(json_object_get(line, "text")));
	} else if (!strcmp(type, "exit")) {
		status = (int)json_integer_value(
			json_object_get(line, "status"));
		b->status = b->status < 0 ? status :
					    status_worse(b->status, status);
		m->ended = true;
	} else {
		/* Only now does anybody know that KVM works. */
		if (!b->begun && b->kvm)
			b->known(b);
		b->begun = true;
		b->unwanted = b->unwanted || !b->line(b->arg, type, line);
	}
	json_decref(line);
}

/* Return: 0, or -1 at the end of all octets. */
static int take_octets(struct boot *b, struct boot_machine *m)
{
	char octets[65536], *end;
	ssize_t got = read(m->vm.out, octets, sizeof(octets));

	if (got <= 0)
		return -1;
	m->text = realloc(m->text, m->length + (size_t)got + 1);
	if (!m->text)
		memory_none();
	memcpy(m->text + m->length, octets, (size_t)got);
	m->length += (size_t)got;
	m->text[m->length] = '\0';
	while ((end = memchr(m->text, '\n', m->length))) {
		*end++ = '\0';
		take_line(b, m, m->text);
		m->length -= (size_t)(end - m->text);
		memmove(m->text, end, m->length + 1);
	}
	return 0;
}

static double silence_allowed(const struct boot *b)
{
	if (b->begun)
		return b->silence_seconds;
	if (b->kvm)
		return KVM_SECONDS;
	return limit_seconds("LASTACK_BOOT_SECONDS", BOOT_SECONDS);
}

static void take_signal(struct boot *b)
{
	struct signalfd_siginfo info;

	if (read(b->signals, &info, sizeof(info)) == sizeof(info))
		b->caught = (int)info.ssi_signo;
}

bool boot_have_ended(const struct boot *b)
{
	unsigned i;

	for (i = 0; i < b->machines; i++)
		if (!b->machine[i].ended)
			return false;
	return true;
}

/* Return: 0, or -1 when one has ended that should not have. */
static int take_all(struct boot *b, const struct pollfd *fds)
{
	unsigned i;

	for (i = 0; i < b->machines; i++)
		if (fds[i].revents && take_octets(b, &b->machine[i]))
			return -1;
	return 0;
}

static void follow(struct boot *b)
{
	struct pollfd fds[BOOT_MACHINES + 1];
	unsigned i, n = b->machines;
	int ret;

	while (!boot_have_ended(b) && !b->caught && !b->unwanted) {
		double seconds = silence_allowed(b);

		for (i = 0; i < n; i++)
			fds[i] = (struct pollfd){
				.fd = b->machine[i].ended ? -1 :
					      b->machine[i].vm.out,
				.events = POLLIN,
			};
		fds[n] = (struct pollfd){.fd = b->signals, .events = POLLIN};
		ret = poll(fds, n + 1, (int)(seconds * 1000));
		if (ret < 0 && errno == EINTR)
			continue;
		if (ret <= 0) {
			error_set(&b->trouble, "%s: no output for %.0f s",
				  b->image.release, seconds);
			return;
		}
		if (fds[n].revents)
			take_signal(b);
		if (take_all(b, fds))
			return;
	}
}

static char *limits(const struct boot *b)
{
	/* Emulated, it is that much slower, but not by its own clock. */
	double slower = strcmp(b->on, "TCG") || b->virtual_time ? 1 : 6;

	return text_print("LASTACK_HANG_SECONDS=%.0f "
			  "LASTACK_LIMIT_SECONDS=%.0f%s",
			  limit_seconds("LASTACK_HANG_SECONDS", 30 * slower),
			  limit_seconds("LASTACK_LIMIT_SECONDS", 5 * slower),
			  b->virtual_time ? " LASTACK_VIRTUAL_TIME=1" : "");
}

static int start(struct boot *b, unsigned nth, char *const *words,
		 struct error *err)
{
	char *append = limits(b);
	struct vm_setup setup = {
		.image = &b->image,
		.initramfs = pack(b, words, nth, err),
		.append = append,
		.kvm = b->kvm,
		.virtual_time = b->virtual_time,
		.nth = nth,
		.counts = b->counts,
	};
	int ret = -1;

	if (setup.initramfs >= 0)
		ret = vm_start(&b->machine[nth].vm, &setup, err);
	close(setup.initramfs);
	free(append);
	return ret;
}

/* They are written when all else is over. */
static void await_counts(struct boot *b, const struct vm *vm)
{
	if (!vm_wait(vm, COUNTS_SECONDS) && !*b->trouble.text)
		error_set(&b->trouble, "%s: has not ended %d s after lastack",
			  b->image.release, COUNTS_SECONDS);
}

static int boot_once(struct boot *b, char *const *words, struct error *err)
{
	unsigned started;
	int ret = 0;

	b->on = b->image.uml ? "UML" : b->kvm ? "KVM" : "TCG";
	if (!b->kvm)
		b->known(b);
	for (started = 0; started < b->machines; started++) {
		ret = start(b, started, words, err);
		if (ret)
			break;
	}
	if (!ret)
		follow(b);
	while (started) {
		started--;
		if (b->counts && b->machine[started].ended && !b->caught)
			await_counts(b, &b->machine[started].vm);
		vm_stop(&b->machine[started].vm);
	}
	return ret;
}

/* That there is a KVM does not say that it can boot anything. */
static int boot_somehow(struct boot *b, char *const *words,
			struct error *err)
{
	if (!b->virtual_time && !b->image.uml &&
	    !access("/dev/kvm", R_OK | W_OK)) {
		b->kvm = true;
		if (boot_once(b, words, err))
			return -1;
		if (b->begun || b->caught)
			return 0;
		vm_close(&b->machine[0].vm);
		b->kvm = false;
		b->machine[0].length = 0;
		*b->trouble.text = '\0';
	}
	return boot_once(b, words, err);
}

static void listen_for_signals(struct boot *b, sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, old);
	b->signals = signalfd(-1, &set, SFD_CLOEXEC);
}

int boot_run(struct boot *b, char *const *words, struct error *err)
{
	sigset_t old;
	int ret;

	if (*b->image.modules &&
	    modules_gather(&b->modules, b->image.modules, err)) {
		modules_clear(&b->modules);
		return -1;
	}
	listen_for_signals(b, &old);
	ret = boot_somehow(b, words, err);
	modules_clear(&b->modules);
	close(b->signals);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return -1;
	if (!boot_have_ended(b) && !b->caught && !b->unwanted && !*b->trouble.text)
		error_set(&b->trouble, "%s: the kernel stopped by itself%s",
			  b->image.release,
			  b->begun ? "" : " before lastack began");
	if (!b->begun && !b->told && !b->caught)
		boot_explain(b);
	return 0;
}

void boot_close(struct boot *b)
{
	unsigned i;

	for (i = 0; i < b->machines; i++) {
		vm_close(&b->machine[i].vm);
		free(b->machine[i].text);
		b->machine[i].text = NULL;
	}
}
