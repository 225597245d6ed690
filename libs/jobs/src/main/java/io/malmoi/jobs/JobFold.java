package io.malmoi.jobs;

import io.malmoi.v1.Job;
import io.malmoi.v1.Job.State;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSnapshot;
import java.util.Optional;

/** What an event makes of its job. Pure, and the same for the coordinator and for those who watch. */
final class JobFold {
    private JobFold() {}

    /**
     * The job after an event, or empty if the event does not count: a second creation, an event that is in the snapshot
     * already, one of an older attempt, one after the end.
     *
     * @param before null if the job is not there yet
     */
    static Optional<JobSnapshot> fold(JobSnapshot before, JobEvent event) {
        if (before == null) {
            return event.hasCreated() ? Optional.of(created(event)) : Optional.empty();
        }
        if (event.getPosition() <= before.getLastPosition() || !counts(before.getJob(), event)) {
            return Optional.empty();
        }
        return Optional.of(before.toBuilder()
                .setJob(after(before.getJob(), event))
                .setLastPosition(event.getPosition())
                .build());
    }

    static boolean hasEnded(Job job) {
        return switch (job.getState()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }

    /** Whether a job still waits for another. */
    static boolean needs(Job job, String other) {
        return !hasEnded(job) && job.getDependsOnList().contains(other);
    }

    static boolean isEnd(JobEvent event) {
        return event.hasSucceeded() || event.hasFailed() || event.hasCancelled();
    }

    private static JobSnapshot created(JobEvent event) {
        Job job = event.getCreated().getJob().toBuilder()
                .setName(event.getJob())
                .setState(State.PENDING)
                .setCreateTime(event.getTime())
                .build();
        return JobSnapshot.newBuilder()
                .setJob(job)
                .setFirstPosition(event.getPosition())
                .setLastPosition(event.getPosition())
                .build();
    }

    private static boolean counts(Job job, JobEvent event) {
        if (hasEnded(job)) {
            return false;
        }
        boolean running = job.getState() == State.RUNNING;
        return switch (event.getEventCase()) {
            case QUEUED -> job.getState() == State.PENDING && !job.getCancelRequested();
            // A job that was cancelled in the queue does not start; its end is on the way.
            case STARTED -> event.getAttempt() > job.getAttempt() && (running || !job.getCancelRequested());
            case PROGRESS, METRICS, SAMPLE, CHECKPOINT -> running && event.getAttempt() == job.getAttempt();
            case CANCEL_REQUESTED -> !job.getCancelRequested();
            case SUCCEEDED, FAILED, CANCELLED -> event.getAttempt() >= job.getAttempt();
            case CREATED, DELETED, EVENT_NOT_SET -> false;
        };
    }

    private static Job after(Job job, JobEvent event) {
        Job.Builder after = job.toBuilder();
        switch (event.getEventCase()) {
            case QUEUED -> after.setState(State.QUEUED);
            case STARTED ->
                after.setState(State.RUNNING)
                        .setAttempt(event.getAttempt())
                        .setStartTime(event.getTime())
                        .clearProgress();
            case PROGRESS -> after.setProgress(event.getProgress());
            case METRICS -> after.putAllMetrics(event.getMetrics().getValuesMap());
            case CANCEL_REQUESTED -> after.setCancelRequested(true);
            case SUCCEEDED ->
                end(after, State.SUCCEEDED, event)
                        .setResult(event.getSucceeded().getResult());
            case FAILED ->
                end(after, State.FAILED, event).setError(event.getFailed().getError());
            case CANCELLED -> end(after, State.CANCELLED, event);
            default -> {}
        }
        return after.build();
    }

    private static Job.Builder end(Job.Builder job, State state, JobEvent event) {
        return job.setState(state).setAttempt(event.getAttempt()).setEndTime(event.getTime());
    }
}
