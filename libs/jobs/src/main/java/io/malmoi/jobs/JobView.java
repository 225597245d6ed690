package io.malmoi.jobs;

import io.malmoi.v1.Job;
import io.malmoi.v1.JobSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The newest snapshot of every job, in memory. Thread-safe. */
final class JobView {
    private final Map<String, JobSnapshot> jobs = new HashMap<>();
    private final NavigableMap<Long, String> names = new TreeMap<>();

    synchronized void put(JobSnapshot snapshot) {
        String name = snapshot.getJob().getName();
        JobSnapshot known = jobs.get(name);
        if (known == null || known.getLastPosition() < snapshot.getLastPosition()) {
            jobs.put(name, snapshot);
            names.put(snapshot.getFirstPosition(), name);
            notifyAll();
        }
    }

    synchronized void remove(String name) {
        JobSnapshot known = jobs.remove(name);
        if (known != null) {
            names.remove(known.getFirstPosition());
            notifyAll();
        }
    }

    synchronized Optional<JobSnapshot> find(String name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /** Waits until a job is there for which {@code condition} holds; empty if that takes too long or the thread is interrupted. */
    synchronized Optional<Job> await(String name, Predicate<Job> condition, Duration limit) {
        Supplier<Optional<Job>> found =
                () -> find(name).map(JobSnapshot::getJob).filter(condition);
        await(() -> found.get().isPresent(), limit);
        return found.get();
    }

    /** Waits until a job is not there any more; whether that came about in time. */
    synchronized boolean awaitRemoval(String name, Duration limit) {
        return await(() -> !jobs.containsKey(name), limit);
    }

    private boolean await(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Up to {@code limit} jobs that began before the first position {@code before}, the newest first. */
    synchronized List<JobSnapshot> list(long before, Predicate<Job> condition, int limit) {
        List<JobSnapshot> found = new ArrayList<>();
        for (String name : names.headMap(before, false).descendingMap().values()) {
            JobSnapshot snapshot = jobs.get(name);
            if (condition.test(snapshot.getJob())) {
                found.add(snapshot);
            }
            if (found.size() == limit) {
                break;
            }
        }
        return found;
    }
}
