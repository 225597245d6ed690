package io.malmoi.cli.jobs;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobEvent.EventCase;
import io.malmoi.v1.WatchJobRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;

/** Follows a job to its end, over lost connections and restarts of the server. */
public final class JobWatcher {
    private static final Set<Job.State> ENDS = EnumSet.of(Job.State.SUCCEEDED, Job.State.FAILED, Job.State.CANCELLED);
    private static final Set<EventCase> END_EVENTS =
            EnumSet.of(EventCase.SUCCEEDED, EventCase.FAILED, EventCase.CANCELLED);
    private static final long PAUSE_MILLIS = 500;

    private final Client client;
    private final Duration patience;

    /**
     * A watcher.
     *
     * @param patience how long the server may be away before watching is given up
     */
    public JobWatcher(Client client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Whether a job in this state has ended. */
    public static boolean isEnd(Job.State state) {
        return ENDS.contains(state);
    }

    /**
     * Passes every event of a job after a position on, each once, and returns the job after its last.
     *
     * @throws StatusRuntimeException if there is no such job, or the server stays away
     */
    public Job watch(String name, long afterPosition, Consumer<JobEvent> sink) {
        Follower follower = new Follower(sink, afterPosition);
        long lost = System.nanoTime();
        while (!follower.ended) {
            long begin = System.nanoTime();
            try {
                follower.follow(client.events().watchJob(follower.request(name)));
            } catch (StatusRuntimeException e) {
                lost = follower.heard - begin > 0 ? System.nanoTime() : lost;
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || isGivenUp(lost)) {
                    throw e;
                }
            }
            if (!follower.ended) {
                pause();
            }
        }
        return awaitEnd(name);
    }

    private boolean isGivenUp(long lost) {
        return System.nanoTime() - lost >= patience.toNanos();
    }

    /** The job's record may lag behind its events by a moment. */
    private Job awaitEnd(String name) {
        while (true) {
            Job job = client.jobs()
                    .getJob(GetJobRequest.newBuilder().setName(name).build());
            if (isEnd(job.getState())) {
                return job;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    private static final class Follower {
        private final Consumer<JobEvent> sink;
        private final long begin;
        private long seen;
        private long heard = System.nanoTime();
        private boolean ended;

        Follower(Consumer<JobEvent> sink, long afterPosition) {
            this.sink = sink;
            this.begin = afterPosition;
            this.seen = afterPosition > 0 ? afterPosition : -1;
        }

        WatchJobRequest request(String name) {
            return WatchJobRequest.newBuilder()
                    .setName(name)
                    .setAfterPosition(Math.max(begin, seen))
                    .build();
        }

        void follow(Iterator<JobEvent> events) {
            while (events.hasNext()) {
                take(events.next());
            }
        }

        private void take(JobEvent event) {
            heard = System.nanoTime();
            if (event.getPosition() > seen) {
                seen = event.getPosition();
                sink.accept(event);
                ended = END_EVENTS.contains(event.getEventCase());
            }
        }
    }
}
