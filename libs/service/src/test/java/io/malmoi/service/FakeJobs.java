package io.malmoi.service;

import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.malmoi.jobs.JobException;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.ListJobsResponse;
import io.malmoi.v1.WatchJobRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A service whose unary calls do what a test asks, and whose stream ends when a test says so. */
final class FakeJobs extends JobServiceGrpc.JobServiceImplBase {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final CountDownLatch gone = new CountDownLatch(1);
    volatile long written;

    private final ServerStreams streams;
    private final Supplier<Job> answer;

    FakeJobs(ServerStreams streams, Supplier<Job> answer) {
        this.streams = streams;
        this.answer = answer;
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<Job> responses) {
        Replies.send(responses, answer.get());
    }

    /** Refuses every field. */
    @Override
    public void createJob(CreateJobRequest request, StreamObserver<Job> responses) {
        new Violations()
                .name("spec.train_model.model", "Models/x", ResourceName.MODEL)
                .range("page_size", 5_000, 1, 1_000)
                .throwIfAny();
    }

    /** Fails through the observer. */
    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> responses) {
        responses.onError(new JobException(Code.NOT_FOUND, "jobs/x: there is no such job"));
    }

    /** Waits until the call is given up. */
    @Override
    public void cancelJob(CancelJobRequest request, StreamObserver<Job> responses) {
        began.countDown();
        Context.current().addListener(context -> gone.countDown(), Runnable::run);
        await(gone);
    }

    /** One event, then (when told) as many as {@code after_position}. */
    @Override
    public void watchJob(WatchJobRequest request, StreamObserver<JobEvent> responses) {
        streams.run(responses, sink -> {
            try {
                sink.send(JobEvent.getDefaultInstance());
                began.countDown();
                await(goOn);
                for (long i = 1; i <= request.getAfterPosition(); i++) {
                    sink.send(JobEvent.newBuilder()
                            .setPosition(i)
                            .setJob("x".repeat(1000))
                            .build());
                    written = i;
                }
            } finally {
                gone.countDown();
            }
        });
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited a minute in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
