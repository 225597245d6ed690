package io.malmoi.jobs;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.malmoi.v1.Job;
import io.malmoi.v1.Job.State;
import io.malmoi.v1.JobCancelRequested;
import io.malmoi.v1.JobCancelled;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobFailed;
import io.malmoi.v1.JobQueued;
import io.malmoi.v1.JobSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the coordinator writes because of one event. Pure: a function of the jobs and the event.
 *
 * @param snapshot the job after the event; empty if the event does not count, and then everything is
 * @param events what follows from it, to be appended to the log; they count when they are read back
 * @param request the job to release to its queue
 * @param cancellation what to tell the workers
 * @param deleted whether the job is to be forgotten
 */
record Decision(
        Optional<JobSnapshot> snapshot,
        List<JobEvent> events,
        Optional<Job> request,
        Optional<JobEvent> cancellation,
        boolean deleted) {
    private static final int LONGEST_REASON = 2_000;

    /** Decides; changes nothing. The caller puts the snapshot into {@code jobs}, or removes the job that is deleted. */
    static Decision decide(Map<String, JobSnapshot> jobs, JobEvent event) {
        if (event.hasDeleted()) {
            return new Decision(
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    mayBeDeleted(jobs, event.getJob()));
        }
        Optional<JobSnapshot> snapshot = JobFold.fold(jobs.get(event.getJob()), event);
        return snapshot.map(after -> decide(jobs, event, after.getJob()).with(after))
                .orElseGet(() -> events(List.of()));
    }

    private static Decision decide(Map<String, JobSnapshot> jobs, JobEvent event, Job job) {
        return switch (event.getEventCase()) {
            case CREATED -> events(release(jobs, job, event).stream().toList());
            case QUEUED -> new Decision(Optional.empty(), List.of(), Optional.of(job), Optional.empty(), false);
            case CANCEL_REQUESTED -> cancel(job, event);
            case SUCCEEDED -> events(releaseDependents(jobs, job, event));
            case FAILED, CANCELLED ->
                events(Stream.concat(releaseDependents(jobs, job, event).stream(), cancelShards(jobs, job, event))
                        .toList());
            default -> events(List.of());
        };
    }

    private static Decision events(List<JobEvent> events) {
        return new Decision(Optional.empty(), events, Optional.empty(), Optional.empty(), false);
    }

    private Decision with(JobSnapshot after) {
        return new Decision(Optional.of(after), events, request, cancellation, deleted);
    }

    /** Workers are told in any case: the request may be in the queue already, and may be delivered again. */
    private static Decision cancel(Job job, JobEvent event) {
        List<JobEvent> end = job.getState() == State.RUNNING
                ? List.of()
                : List.of(because(event, job)
                        .setCancelled(JobCancelled.getDefaultInstance())
                        .build());
        return new Decision(Optional.empty(), end, Optional.empty(), Optional.of(event), false);
    }

    /** What has not ended needs its own record, and those of the jobs that it waits for. */
    private static boolean mayBeDeleted(Map<String, JobSnapshot> jobs, String name) {
        Job job = find(jobs, name);
        return job != null
                && JobFold.hasEnded(job)
                && jobs.values().stream().map(JobSnapshot::getJob).noneMatch(other -> JobFold.needs(other, name));
    }

    private static List<JobEvent> releaseDependents(Map<String, JobSnapshot> jobs, Job ended, JobEvent event) {
        return jobs.values().stream()
                .map(JobSnapshot::getJob)
                .filter(job -> job.getState() == State.PENDING)
                .filter(job -> job.getDependsOnList().contains(ended.getName()))
                .flatMap(job -> release(jobs, job, event, ended).stream())
                .toList();
    }

    /** Nobody else waits for them. */
    private static Stream<JobEvent> cancelShards(Map<String, JobSnapshot> jobs, Job ended, JobEvent event) {
        return CleaningShards.names(ended).stream()
                .map(jobs::get)
                .filter(Objects::nonNull)
                .map(JobSnapshot::getJob)
                .filter(shard -> !JobFold.hasEnded(shard) && !shard.getCancelRequested())
                .map(shard -> because(event, shard)
                        .setCancelRequested(JobCancelRequested.getDefaultInstance())
                        .build());
    }

    private static Optional<JobEvent> release(Map<String, JobSnapshot> jobs, Job job, JobEvent event) {
        return release(jobs, job, event, job);
    }

    /** Queues a pending job, fails it, or leaves it, as the jobs say that it depends on; {@code changed} is newer than in the map. */
    private static Optional<JobEvent> release(Map<String, JobSnapshot> jobs, Job job, JobEvent event, Job changed) {
        boolean ready = true;
        for (String name : job.getDependsOnList()) {
            Job dependency = name.equals(changed.getName()) ? changed : find(jobs, name);
            if (dependency == null || isHopeless(dependency)) {
                return Optional.of(because(event, job)
                        .setFailed(JobFailed.newBuilder().setError(hopeless(name, dependency)))
                        .build());
            }
            ready &= dependency.getState() == State.SUCCEEDED;
        }
        return ready
                ? Optional.of(because(event, job)
                        .setQueued(JobQueued.getDefaultInstance())
                        .build())
                : Optional.empty();
    }

    private static Job find(Map<String, JobSnapshot> jobs, String name) {
        JobSnapshot snapshot = jobs.get(name);
        return snapshot == null ? null : snapshot.getJob();
    }

    private static boolean isHopeless(Job dependency) {
        return dependency.getState() == State.FAILED || dependency.getState() == State.CANCELLED;
    }

    private static Status hopeless(String name, Job dependency) {
        String reason = "It depends on " + name + ", which " + fate(dependency);
        return Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…")
                .build();
    }

    private static String fate(Job dependency) {
        if (dependency == null) {
            return "is not there";
        }
        return dependency.getState() == State.CANCELLED
                ? "was cancelled"
                : "failed: " + dependency.getError().getMessage();
    }

    /** An event of the coordinator's own, which happens when its cause does. */
    private static JobEvent.Builder because(JobEvent cause, Job job) {
        return JobEvent.newBuilder()
                .setJob(job.getName())
                .setTime(cause.getTime())
                .setAttempt(job.getAttempt());
    }
}
