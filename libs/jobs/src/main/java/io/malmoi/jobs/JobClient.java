package io.malmoi.jobs;

import com.google.protobuf.util.Timestamps;
import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobCancelRequested;
import io.malmoi.v1.JobCreated;
import io.malmoi.v1.JobDeleted;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSnapshot;
import io.malmoi.v1.ListJobsRequest;
import io.malmoi.v1.ListJobsResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Creates, shows, watches, cancels and deletes jobs. Thread-safe.
 *
 * <p>Keeps a view of all jobs in memory, which follows Kafka. Every method throws {@link JobException}: as documented, and
 * {@code UNAVAILABLE}, naming the bootstrap servers, when Kafka does not answer within a few seconds.
 */
public final class JobClient implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(5);

    /** Longer than it takes another coordinator to take over. */
    private static final Duration COORDINATOR_LIMIT = Duration.ofSeconds(20);

    private static final int MOST_WATCHES = 256;

    private final KafkaSettings settings;
    private final JobView view = new JobView();
    private final TopicTail state;
    private final EventLog log;
    private final Attempts attempts;
    private final Semaphore watches = new Semaphore(MOST_WATCHES);

    /** Does not connect yet. The store, where workers claim jobs, stays the caller's. */
    public JobClient(KafkaSettings settings, ArtifactStore store) {
        this.settings = settings;
        this.attempts = new Attempts(store, "");
        this.log = new EventLog(settings);
        this.state = new TopicTail(
                settings,
                JobTopics.STATE,
                record -> Records.snapshot(record).ifPresentOrElse(view::put, () -> view.remove(record.key())));
    }

    /** Starts to follow Kafka; returns at once. */
    public void start() {
        state.start();
    }

    /** Whether Kafka answers and the view is complete. */
    public boolean ready() {
        return state.ready();
    }

    /**
     * Accepts a job, with the defaults of its spec filled in. The same request id with the same spec and dependencies
     * gives the job that is there already.
     *
     * @throws JobException {@code INVALID_ARGUMENT} with every wrong field (paths are relative to the request, such as
     *     {@code spec.train_model.steps}); {@code NOT_FOUND} if it depends on an unknown job; {@code ALREADY_EXISTS} if the
     *     request id was used for something else
     */
    public Job create(CreateJobRequest request) {
        return create(request, job -> {});
    }

    /** As {@link #create(CreateJobRequest)}; {@code check} may refuse, by throwing, a job that is not there yet. */
    public Job create(CreateJobRequest request, Consumer<Job> check) {
        Job asked = JobRequests.accept(request);
        requireReady();
        asked.getDependsOnList().forEach(this::snapshot);
        Job job = asked.toBuilder().addAllDependsOn(CleaningShards.names(asked)).build();
        Job recorded = view.find(job.getName()).map(JobSnapshot::getJob).orElseGet(() -> {
            check.accept(asked);
            CleaningShards.jobs(asked).forEach(this::append);
            return record(job);
        });
        if (!recorded.getSpec().equals(job.getSpec())
                || !recorded.getDependsOnList().equals(job.getDependsOnList())) {
            throw new JobException(
                    Code.ALREADY_EXISTS,
                    "The request id '" + job.getRequestId() + "' was used for " + recorded.getName()
                            + ", which has another spec or other dependencies; use another request id");
        }
        return recorded;
    }

    /** The job as it is now. Throws {@code NOT_FOUND}. */
    public Job get(String name) {
        requireReady();
        return snapshot(name).getJob();
    }

    /** A page of jobs, the newest first. Throws {@code INVALID_ARGUMENT} for a wrong page size or token. */
    public ListJobsResponse list(ListJobsRequest request) {
        JobRequests.Page page = JobRequests.page(request);
        requireReady();
        Predicate<Job> wanted = job -> request.getStateValue() == 0 || request.getState() == job.getState();
        List<JobSnapshot> found = view.list(page.before(), wanted, page.size() + 1);
        boolean more = found.size() > page.size();
        List<JobSnapshot> shown = more ? found.subList(0, page.size()) : found;
        ListJobsResponse.Builder response = ListJobsResponse.newBuilder();
        shown.forEach(snapshot -> response.addJobs(snapshot.getJob()));
        if (more) {
            response.setNextPageToken(Long.toString(shown.get(page.size() - 1).getFirstPosition()));
        }
        return response.build();
    }

    /**
     * Gives the events of a job after position {@code after} (0: from the first) to {@code sink}, in order, and the new ones
     * as they come. Returns after the event with which the job ends, when the sink returns false, and when the thread is
     * interrupted (which is how a caller that has gone away stops it: between events the sink is not asked).
     *
     * <p>Events are kept for 30 days; of an older job the rest is given.
     *
     * @throws JobException {@code NOT_FOUND}; {@code INVALID_ARGUMENT} if {@code after} is negative;
     *     {@code RESOURCE_EXHAUSTED} if 256 others are watching
     */
    public void watch(String name, long after, Predicate<JobEvent> sink) {
        JobRequests.checkPosition(after);
        requireReady();
        JobSnapshot snapshot = snapshot(name);
        if (JobFold.hasEnded(snapshot.getJob()) && after >= snapshot.getLastPosition()) {
            return;
        }
        if (!watches.tryAcquire()) {
            throw JobException.passing(
                    Code.RESOURCE_EXHAUSTED,
                    MOST_WATCHES + " jobs are being watched here, and that is the most; try again later",
                    Duration.ofSeconds(10));
        }
        try {
            new JobWatch(name, after, sink).run(settings, () -> snapshot(name));
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            throw log.unavailable(e);
        } finally {
            watches.release();
        }
    }

    /**
     * Asks for a job to be stopped, and returns it: cancelled if it was not running, else still running and soon to end.
     * Cancelling a cancelled job returns it. Throws {@code NOT_FOUND}, and {@code FAILED_PRECONDITION} if the job has
     * succeeded or failed.
     */
    public Job cancel(String name) {
        Job job = get(name);
        if (!JobFold.hasEnded(job)) {
            if (!job.getCancelRequested()) {
                requestCancel(job);
            }
            job = await(name, JobClient::isBeingCancelled);
        }
        if (job.getState() == Job.State.SUCCEEDED || job.getState() == Job.State.FAILED) {
            throw new JobException(
                    Code.FAILED_PRECONDITION,
                    name + " has " + job.getState().name().toLowerCase(Locale.ROOT)
                            + " already and cannot be cancelled");
        }
        return job;
    }

    private void requestCancel(Job job) {
        log.append(event(job.getName())
                .setCancelRequested(JobCancelRequested.getDefaultInstance())
                .build());
    }

    /**
     * Forgets a job that has ended, and those of its shards; what it has published stays. Throws {@code NOT_FOUND}, and {@code FAILED_PRECONDITION} if
     * it has not ended, or another that has not ended depends on it.
     */
    public void delete(String name) {
        Job job = get(name);
        if (!JobFold.hasEnded(job)) {
            throw new JobException(
                    Code.FAILED_PRECONDITION,
                    name + " is " + job.getState().name().toLowerCase(Locale.ROOT)
                            + "; cancel it, or wait for its end, before you delete it");
        }
        view.list(Long.MAX_VALUE, other -> JobFold.needs(other, name), 1).forEach(other -> {
            throw new JobException(
                    Code.FAILED_PRECONDITION,
                    other.getJob().getName() + ", which has not ended, depends on " + name + "; delete that job first");
        });
        forget(name);
        if (!view.awaitRemoval(name, COORDINATOR_LIMIT)) {
            throw notTakenUp(name);
        }
        CleaningShards.names(job).stream()
                .filter(shard -> view.find(shard)
                        .map(JobSnapshot::getJob)
                        .filter(JobFold::hasEnded)
                        .isPresent())
                .forEach(this::forget);
    }

    private void forget(String name) {
        attempts.forget(name);
        log.append(event(name).setDeleted(JobDeleted.getDefaultInstance()).build());
    }

    private static boolean isBeingCancelled(Job job) {
        return JobFold.hasEnded(job) || (job.getCancelRequested() && job.getState() == Job.State.RUNNING);
    }

    @Override
    public void close() {
        state.close();
        log.close();
    }

    private void append(Job job) {
        log.append(event(job.getName())
                .setCreated(JobCreated.newBuilder().setJob(job))
                .build());
    }

    private Job record(Job job) {
        append(job);
        return await(job.getName(), there -> true);
    }

    private static JobEvent.Builder event(String job) {
        return JobEvent.newBuilder().setJob(job).setTime(Timestamps.now());
    }

    private Job await(String name, Predicate<Job> condition) {
        return view.await(name, condition, COORDINATOR_LIMIT).orElseThrow(() -> notTakenUp(name));
    }

    private JobException notTakenUp(String name) {
        return JobException.passing(
                Code.UNAVAILABLE,
                "No coordinator has taken up " + name + " within " + COORDINATOR_LIMIT.toSeconds() + " s: Kafka at "
                        + settings.bootstrapServers()
                        + " or the gateway is in trouble. The same request may be sent again",
                Duration.ofSeconds(5));
    }

    /** A job that is not in the view may have been accepted elsewhere a moment ago, so Kafka is asked before it is denied. */
    private JobSnapshot snapshot(String name) {
        return view.find(name)
                .or(() -> {
                    if (!state.catchUp(READY_LIMIT)) {
                        throw log.unavailable(null);
                    }
                    return view.find(name);
                })
                .orElseThrow(() -> new JobException(
                        Code.NOT_FOUND,
                        "There is no job '" + FieldRules.shown(name) + "'; list the jobs to see their names"));
    }

    private void requireReady() {
        if (!state.ready() && !state.catchUp(READY_LIMIT)) {
            throw log.unavailable(null);
        }
    }
}
