package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.jobs.JobDisplay;
import io.malmoi.cli.jobs.JobWatcher;
import io.malmoi.cli.terminal.Interrupts;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Starts jobs and follows them to their end. */
final class JobRuns {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Session session;

    JobRuns(Session session) {
        this.session = session;
    }

    /** Starts a job; unless detached, shows it until it ends. */
    int start(JobSpec.Builder spec, JobOptions options) {
        try (Client client = session.connect()) {
            CreateJobRequest request = options.request(spec);
            Job job = client.jobs().createJob(request);
            if (!options.detach()) {
                job.getDependsOnList().stream()
                        .filter(shard -> !request.getDependsOnList().contains(shard))
                        .forEach(shard -> show(client, shard, job.getName()));
                return follow(client, job.getName(), 0, event -> {});
            }
            session.print(job, List.of(job.getName()));
            session.console().note("follow it with: malmoi jobs watch " + Names.id(job.getName()));
            return ExitCode.OK;
        }
    }

    /** Shows a job that was made for another one until it ends. */
    private void show(Client client, String name, String whole) {
        try (Interrupts interrupts = Interrupts.handledBy(() -> leave(whole))) {
            new JobWatcher(client, PATIENCE).watch(name, 0, new JobDisplay(session.console())::show);
        }
    }

    /** Shows a job until it ends. Ctrl-C leaves the job running. */
    int follow(Client client, String name, long afterPosition, Consumer<JobEvent> sink) {
        JobDisplay display = new JobDisplay(session.console());
        return end(watch(client, name, afterPosition, event -> {
            sink.accept(event);
            display.show(event);
        }));
    }

    /** Prints how a job ended. */
    int end(Job job) {
        session.print(job, List.of(job.getResult().isEmpty() ? Descriptions.state(job) : job.getResult()));
        return job.getState() == Job.State.SUCCEEDED ? ExitCode.OK : ExitCode.JOB_ENDED_BADLY;
    }

    /** Follows a job until it ends, and returns it as it is then. Ctrl-C leaves the job running. */
    Job watch(Client client, String name, long afterPosition, Consumer<JobEvent> sink) {
        try (Interrupts interrupts = Interrupts.handledBy(() -> leave(name))) {
            return new JobWatcher(client, PATIENCE).watch(name, afterPosition, sink);
        }
    }

    private void leave(String name) {
        String id = Names.id(name);
        session.console()
                .note("The job goes on. Follow it: malmoi jobs watch " + id + "; stop it: malmoi jobs cancel " + id);
        System.exit(ExitCode.INTERRUPTED);
    }
}
