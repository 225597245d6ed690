package io.malmoi.jobs;

import io.malmoi.v1.Job;
import io.malmoi.v1.JobCancelRequested;
import io.malmoi.v1.JobCancelled;
import io.malmoi.v1.JobCreated;
import io.malmoi.v1.JobDeleted;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobFailed;
import io.malmoi.v1.JobSnapshot;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.JobStarted;
import io.malmoi.v1.JobSucceeded;
import io.malmoi.v1.TrainModelSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The log and a coordinator without Kafka: what is appended is folded at once, and so is what follows from it. */
final class LogSimulation {
    final Map<String, JobSnapshot> jobs = new HashMap<>();
    final List<JobEvent> log = new ArrayList<>();
    final List<Job> requests = new ArrayList<>();
    final List<JobEvent> cancellations = new ArrayList<>();

    void append(JobEvent.Builder... events) {
        Queue<JobEvent> pending = new ArrayDeque<>();
        for (JobEvent.Builder event : events) {
            pending.add(at(event.build(), log.size() + pending.size() + 1));
        }
        while (!pending.isEmpty()) {
            JobEvent event = pending.remove();
            log.add(event);
            Decision decision = Decision.decide(jobs, event);
            decision.snapshot().ifPresent(snapshot -> jobs.put(event.getJob(), snapshot));
            if (decision.deleted()) {
                jobs.remove(event.getJob());
            }
            decision.events().forEach(next -> pending.add(at(next, log.size() + pending.size() + 1)));
            decision.request().ifPresent(requests::add);
            decision.cancellation().ifPresent(cancellations::add);
        }
    }

    private static JobEvent at(JobEvent event, long position) {
        return event.toBuilder().setPosition(position).build();
    }

    Job job(String name) {
        return jobs.get(name).getJob();
    }

    static JobEvent.Builder created(String name, String... dependencies) {
        Job job = Job.newBuilder()
                .setName(name)
                .setSpec(JobSpec.newBuilder().setTrainModel(TrainModelSpec.getDefaultInstance()))
                .addAllDependsOn(List.of(dependencies))
                .build();
        return event(name, 0).setCreated(JobCreated.newBuilder().setJob(job));
    }

    static JobEvent.Builder started(String name, int attempt) {
        return event(name, attempt).setStarted(JobStarted.getDefaultInstance());
    }

    static JobEvent.Builder succeeded(String name, int attempt) {
        return event(name, attempt).setSucceeded(JobSucceeded.newBuilder().setResult("models/" + attempt));
    }

    static JobEvent.Builder failed(String name, int attempt, String reason) {
        JobFailed.Builder failure = JobFailed.newBuilder();
        failure.getErrorBuilder().setCode(13).setMessage(reason);
        return event(name, attempt).setFailed(failure);
    }

    static JobEvent.Builder cancelled(String name, int attempt) {
        return event(name, attempt).setCancelled(JobCancelled.getDefaultInstance());
    }

    static JobEvent.Builder deleted(String name) {
        return event(name, 0).setDeleted(JobDeleted.getDefaultInstance());
    }

    static JobEvent.Builder cancelRequested(String name) {
        return event(name, 0).setCancelRequested(JobCancelRequested.getDefaultInstance());
    }

    static JobEvent.Builder event(String name, int attempt) {
        return JobEvent.newBuilder().setJob(name).setAttempt(attempt);
    }
}
