package io.malmoi.trainer;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobQueue;
import io.malmoi.service.MalmoiConfig;
import io.malmoi.service.QueueWorker;
import jakarta.inject.Singleton;

/** Takes up the jobs that train models. */
@Singleton
public final class TrainingWorker implements QueueWorker {
    private final TrainModelHandler handler;

    TrainingWorker(ArtifactStore store, MalmoiConfig config) {
        handler = new TrainModelHandler(store, config.cacheDirectory());
    }

    @Override
    public JobQueue queue() {
        return JobQueue.TRAINING;
    }

    @Override
    public String run(JobContext job) throws Exception {
        return handler.run(job);
    }
}
