package io.malmoi.jobs;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.malmoi.artifacts.ObjectStoreUnavailableException;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobCancelled;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobFailed;
import io.malmoi.v1.JobSucceeded;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the handler of one job on a thread of its own, from the claim of an attempt to the outcome. */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final Job job;
    private final Parts parts;
    private final Thread thread;
    private volatile boolean abandoned;
    private volatile RunningJob running;
    private volatile Outcome outcome = new Outcome.Unfinished();

    /** What a run takes from its worker; {@code cancelled} tells by a job's name whether cancelling it was asked for. */
    record Parts(
            String worker, Attempts attempts, JobHandler handler, Predicate<String> cancelled, EventSender sender) {}

    private JobRun(Job job, Parts parts) {
        this.job = job;
        this.parts = parts;
        this.thread = new Thread(this::run, "malmoi-" + job.getName());
        thread.setDaemon(true);
    }

    static JobRun start(Job job, Parts parts) {
        JobRun run = new JobRun(job, parts);
        run.thread.start();
        return run;
    }

    Job job() {
        return job;
    }

    /** Asks the handler to stop, because the job is to be delivered again. */
    void abandon() {
        abandoned = true;
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    /** Waits for the handler, for at most this long. */
    void awaitEnd(Duration limit) {
        Threads.join(thread, limit);
    }

    /** Waits for the handler, interrupts it when the time is over, and waits a little more. Whether it has ended. */
    boolean join(Duration limit) {
        if (!Threads.join(thread, limit)) {
            LOG.warn("{} does not stop within {} s; interrupting it", job.getName(), limit.toSeconds());
            thread.interrupt();
        }
        return Threads.join(thread, Duration.ofSeconds(5));
    }

    /** How it came out; once it has ended. */
    Outcome outcome() {
        return outcome;
    }

    /** To be called now and then. */
    void tick() {
        RunningJob now = running;
        if (now != null) {
            now.tick();
        }
    }

    private void run() {
        MDC.put("job", job.getName());
        try {
            int attempt = parts.attempts().claim(job.getName());
            running = new RunningJob(job, attempt, parts.attempts(), this::stopped, parts.sender());
            outcome = attempt > Attempts.MOST ? exhausted() : attempt();
            running.flush();
        } catch (ObjectStoreUnavailableException e) {
            LOG.warn("{} waits: {}", job.getName(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.warn("{} was interrupted before its end was recorded", job.getName());
            outcome = new Outcome.Unfinished();
        } catch (Throwable e) {
            LOG.error("{} could not be taken up", job.getName(), e);
        } finally {
            MDC.remove("job");
        }
    }

    private boolean stopped() {
        return abandoned || parts.cancelled().test(job.getName());
    }

    private Outcome attempt() {
        if (parts.cancelled().test(job.getName())) {
            return cancelled();
        }
        LOG.info("{} begins, attempt {}", job.getName(), running.attempt());
        running.started(parts.worker());
        try {
            String result = parts.handler().run(running);
            LOG.info("{} succeeded: {}", job.getName(), result);
            return ended(running.event().setSucceeded(JobSucceeded.newBuilder().setResult(result)));
        } catch (Throwable e) {
            return outcome(e);
        }
    }

    private Outcome outcome(Throwable failure) {
        if (abandoned) {
            LOG.info("{} stopped; it will be delivered again", job.getName());
            return new Outcome.Unfinished();
        }
        if (parts.cancelled().test(job.getName())) {
            return cancelled();
        }
        if (failure instanceof ObjectStoreUnavailableException || failure instanceof JobStoppedException) {
            LOG.warn("{} goes back to the queue: {}", job.getName(), failure.getMessage());
            return new Outcome.Unfinished();
        }
        Status error = Failures.toStatus(failure);
        LOG.warn("{} failed: {}", job.getName(), error.getMessage());
        return failed(error);
    }

    private Outcome cancelled() {
        LOG.info("{} cancelled", job.getName());
        return ended(running.event().setCancelled(JobCancelled.getDefaultInstance()));
    }

    private Outcome exhausted() {
        String message =
                "It was taken up " + Attempts.MOST + " times, and each time its worker died, was stopped, or lost"
                        + " the object store; the workers' logs say more. Create it anew with another request id";
        return failed(Status.newBuilder()
                .setCode(Code.ABORTED_VALUE)
                .setMessage(message)
                .build());
    }

    private Outcome failed(Status error) {
        return ended(running.event().setFailed(JobFailed.newBuilder().setError(error)));
    }

    private static Outcome ended(JobEvent.Builder event) {
        return new Outcome.Ended(event.build());
    }
}
