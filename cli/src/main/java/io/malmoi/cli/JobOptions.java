package io.malmoi.cli;

import io.malmoi.cli.client.Names;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.JobSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that starts a job. */
final class JobOptions {
    @Option(names = "--detach", description = "Return at once; follow the job with `malmoi jobs watch`.")
    private boolean detach;

    @Option(
            names = "--after",
            paramLabel = "JOB",
            description = "Begin when this job has succeeded. May be given several times.")
    private List<String> after = new ArrayList<>();

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "The same id again is the same job, however often the command is run. Default: a new one.")
    private String requestId;

    boolean detach() {
        return detach;
    }

    CreateJobRequest request(JobSpec.Builder spec) {
        CreateJobRequest.Builder request =
                CreateJobRequest.newBuilder().setRequestId(requestId).setSpec(spec);
        after.forEach(job -> request.addDependsOn(Names.of("jobs", job)));
        return request.build();
    }
}
