package io.malmoi.gateway;

import com.google.protobuf.Empty;
import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.service.Replies;
import io.malmoi.service.ServerStreams;
import io.malmoi.service.Stopping;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.DeleteJobRequest;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.ListJobsResponse;
import io.malmoi.v1.WatchJobRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code JobService}, on the record of jobs. */
@Singleton
class JobGrpc extends JobServiceGrpc.JobServiceImplBase {
    private final Jobs jobs;
    private final ArtifactStore store;
    private final ServerStreams streams;
    private final Set<Watcher> watching = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    JobGrpc(Jobs jobs, ArtifactStore store, ServerStreams streams) {
        this.jobs = jobs;
        this.store = store;
        this.streams = streams;
    }

    @Override
    public void createJob(CreateJobRequest request, StreamObserver<Job> responses) {
        Replies.send(responses, jobs.client().create(request, this::checkArtifacts));
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<Job> responses) {
        Replies.send(responses, jobs.client().get(request.getName()));
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> responses) {
        Replies.send(responses, jobs.client().list(request));
    }

    @Override
    public void cancelJob(CancelJobRequest request, StreamObserver<Job> responses) {
        Replies.send(responses, jobs.client().cancel(request.getName()));
    }

    @Override
    public void deleteJob(DeleteJobRequest request, StreamObserver<Empty> responses) {
        jobs.client().delete(request.getName());
        Replies.send(responses, Empty.getDefaultInstance());
    }

    @Override
    public void watchJob(WatchJobRequest request, StreamObserver<JobEvent> responses) {
        streams.run(responses, sink -> watch(request, sink));
    }

    /** A watch may last for days: it is not waited for, and its caller watches on elsewhere. */
    void stop(@Observes Stopping event) {
        stopping = true;
        watching.forEach(Watcher::stop);
    }

    private void watch(WatchJobRequest request, ServerStreams.Sink<JobEvent> sink) {
        Watcher watcher = new Watcher(Thread.currentThread());
        boolean interrupted = false;
        Context.current().addListener(gone -> watcher.stop(), Runnable::run);
        watching.add(watcher);
        try {
            refuseIfStopping();
            jobs.client().watch(request.getName(), request.getAfterPosition(), event -> {
                sink.send(event);
                return true;
            });
        } finally {
            watching.remove(watcher);
            interrupted = watcher.end();
        }
        if (interrupted) {
            refuseIfStopping();
        }
    }

    /** A thread while it watches; what it does afterwards must not be interrupted. */
    private static final class Watcher {
        private final Thread thread;
        private boolean ended;

        Watcher(Thread thread) {
            this.thread = thread;
        }

        synchronized void stop() {
            if (!ended) {
                thread.interrupt();
            }
        }

        /** To be called by the thread itself; whether it was told to stop. */
        synchronized boolean end() {
            ended = true;
            return Thread.interrupted();
        }
    }

    private void refuseIfStopping() {
        if (stopping) {
            throw JobException.passing(
                    Code.UNAVAILABLE, "the gateway stops; watch on from the last position", Duration.ofSeconds(1));
        }
    }

    /** Refuses, at once, a job that must fail: one without its inputs, or whose result is there already. */
    private void checkArtifacts(Job job) {
        if (job.getDependsOnCount() == 0) {
            JobSpecs.inputs(job.getSpec()).forEach(this::requireThere);
        }
        String output = JobSpecs.output(job.getSpec());
        store.find(output)
                .filter(made -> !made.madeBy().job().equals(job.getName()))
                .ifPresent(made -> {
                    throw new JobException(
                            Code.ALREADY_EXISTS, output + " exists already; name another, or delete it first");
                });
    }

    private void requireThere(String input) {
        if (store.find(input).isEmpty()) {
            throw new JobException(
                    Code.NOT_FOUND,
                    "there is no " + input + "; create it first, or name the job that makes it in depends_on");
        }
    }
}
