package io.malmoi.cli;

import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.Names;
import io.malmoi.cli.client.Pages;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.terminal.Table;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.DeleteJobRequest;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.ListJobsResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Jobs. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        header = "List, watch, cancel and delete jobs.",
        synopsisSubcommandLabel = "COMMAND")
final class JobsCommand extends Group {
    private final Session session;

    JobsCommand(Session session) {
        this.session = session;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List jobs, the newest first.")
    int list(
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Only these: pending, queued, running, succeeded, failed or cancelled.")
                    Job.State state) {
        try (Client client = session.connect()) {
            ListJobsResponse all = all(client, state == null ? Job.State.STATE_UNSPECIFIED : state);
            Table table = new Table("JOB", "STATE", "WORK", "PROGRESS", "CREATED");
            all.getJobsList()
                    .forEach(it -> table.add(
                            Names.id(it.getName()),
                            Descriptions.state(it),
                            Descriptions.work(it.getSpec()),
                            it.getState() == Job.State.RUNNING ? Descriptions.progress(it.getProgress()) : "",
                            Descriptions.time(it.getCreateTime())));
            session.print(all, table.lines());
            return ExitCode.OK;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show one job.")
    int show(@Parameters(paramLabel = "JOB") String job) {
        try (Client client = session.connect()) {
            Job found = client.jobs()
                    .getJob(GetJobRequest.newBuilder()
                            .setName(Names.of("jobs", job))
                            .build());
            session.print(found, Descriptions.of(found));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "watch",
            mixinStandardHelpOptions = true,
            header = "Show what happens to a job until it ends.",
            description = "Ctrl-C leaves the job running. With --json every event is a line, and the job the last.")
    int watch(
            @Parameters(paramLabel = "JOB") String job,
            @Option(
                            names = "--after-position",
                            paramLabel = "POSITION",
                            description = "Only events after this one. Default: all.")
                    long afterPosition) {
        try (Client client = session.connect()) {
            return new JobRuns(session).follow(client, Names.of("jobs", job), afterPosition, this::printEvent);
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            header = "Ask for a job to be stopped. What it has published stays.")
    int cancel(@Parameters(paramLabel = "JOB") String job) {
        try (Client client = session.connect()) {
            Job cancelled = client.jobs()
                    .cancelJob(CancelJobRequest.newBuilder()
                            .setName(Names.of("jobs", job))
                            .build());
            session.print(cancelled, List.of(Descriptions.state(cancelled)));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            header = "Forget a job that has ended. What it has published stays.")
    int delete(@Parameters(paramLabel = "JOB") String job) {
        return session.delete(
                Names.of("jobs", job),
                (client, name) -> client.jobs()
                        .deleteJob(DeleteJobRequest.newBuilder().setName(name).build()));
    }

    /** All jobs in a state, or in any. */
    static ListJobsResponse all(Client client, Job.State state) {
        ListJobsResponse.Builder all = ListJobsResponse.newBuilder();
        Pages.forEach(token -> {
            ListJobsResponse page = client.jobs()
                    .listJobs(ListJobsRequest.newBuilder()
                            .setPageSize(Pages.SIZE)
                            .setPageToken(token)
                            .setState(state)
                            .build());
            all.addAllJobs(page.getJobsList());
            return page.getNextPageToken();
        });
        return all.build();
    }

    private void printEvent(JobEvent event) {
        if (session.options().json()) {
            session.console().print(Session.json(event));
        }
    }
}
