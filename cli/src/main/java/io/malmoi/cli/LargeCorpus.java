package io.malmoi.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.client.ResumableUpload;
import io.malmoi.cli.jobs.Descriptions;
import io.malmoi.cli.jobs.JobDisplay;
import io.malmoi.v1.Corpus;
import io.malmoi.v1.CorpusFormat;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.GetCorpusRequest;
import io.malmoi.v1.ImportCorpusSpec;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Makes a corpus of large files: by an upload that can be taken up again, and a job that reads it. */
final class LargeCorpus {
    private final Session session;
    private final Client client;
    private final String name;
    private final JobRuns jobs;

    LargeCorpus(Session session, Client client, String name) {
        this.session = session;
        this.client = client;
        this.name = name;
        this.jobs = new JobRuns(session);
    }

    /** Returns the exit code. What is there already, of the same files, is not sent again. */
    int create(List<Path> files, CorpusFormat format, LongConsumer sent) throws IOException, InterruptedException {
        String uploadId = ResumableUpload.id(name, files);
        Optional<Corpus> there = find();
        if (there.isPresent()) {
            return print(sameFiles(there.get(), uploadId));
        }
        Upload upload = ResumableUpload.send(client, uploadId, files, sent, session.console()::note);
        session.console().clearStatus();
        Job job = follow(start(upload, format));
        return switch (job.getState()) {
            case SUCCEEDED -> print(find().orElseThrow());
            case FAILED -> throw failure(job.getError());
            default -> jobs.end(job);
        };
    }

    private Job follow(Job job) {
        JobDisplay display = new JobDisplay(session.console());
        return jobs.watch(client, job.getName(), 0, event -> {
            if (!event.hasFailed()) {
                display.show(event);
            }
        });
    }

    /** As if the command itself had read the files. */
    private CliException failure(com.google.rpc.Status error) {
        session.console().clearStatus();
        return new CliException(
                ExitCode.of(Status.fromCodeValue(error.getCode()).getCode()), error.getMessage());
    }

    private Corpus sameFiles(Corpus corpus, String uploadId) {
        if (!corpus.getImportedFrom().equals("uploads/" + uploadId)) {
            throw new CliException(
                    ExitCode.CONFLICT, name + " is there already, of other files: choose another --id, or delete it");
        }
        return corpus;
    }

    /** The job that an earlier run of the command began, unless that ended badly: then another one. */
    private Job start(Upload upload, CorpusFormat format) {
        JobSpec spec = JobSpec.newBuilder()
                .setImportCorpus(ImportCorpusSpec.newBuilder()
                        .setCorpus(name)
                        .setUpload(upload.getName())
                        .setFormat(format))
                .build();
        byte[] identity = spec.toByteString()
                .concat(upload.getCreateTime().toByteString())
                .toByteArray();
        Job job = create(spec, UUID.nameUUIDFromBytes(identity).toString());
        boolean endedBadly = job.getState() == Job.State.FAILED || job.getState() == Job.State.CANCELLED;
        return endedBadly ? create(spec, "") : job;
    }

    private Job create(JobSpec spec, String requestId) {
        return client.jobs()
                .createJob(CreateJobRequest.newBuilder()
                        .setRequestId(requestId)
                        .setSpec(spec)
                        .build());
    }

    private Optional<Corpus> find() {
        try {
            return Optional.of(client.corpora()
                    .getCorpus(GetCorpusRequest.newBuilder().setName(name).build()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private int print(Corpus corpus) {
        session.print(corpus, Descriptions.of(corpus));
        return ExitCode.OK;
    }
}
