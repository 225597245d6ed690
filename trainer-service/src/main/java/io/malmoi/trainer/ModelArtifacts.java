package io.malmoi.trainer;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactCorruptException;
import io.malmoi.artifacts.ArtifactNotFoundException;
import io.malmoi.artifacts.ArtifactPage;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ArtifactWriter;
import io.malmoi.artifacts.Manifest;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobException;
import io.malmoi.models.ModelFormatException;
import io.malmoi.service.ResourceName;
import io.malmoi.service.Resources;
import io.malmoi.v1.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The model of a job and its checkpoints in the object store. A checkpoint is `step-N`, from which the run can be resumed, or
 * `best`, the model of the lowest validation loss. Artifacts are immutable, so to replace one is to delete and publish it again;
 * a run that dies in between makes it again, since it resumes from a checkpoint of before.
 */
final class ModelArtifacts {
    /** Name of the checkpoint with the lowest validation loss. */
    static final String BEST = "best";

    private static final Logger LOG = Logger.getLogger(ModelArtifacts.class);
    private static final String STEP = "step-";
    private static final Pattern STEP_NAME = Pattern.compile(STEP + "\\d{1,18}");
    private static final int PAGE = 1_000;

    private final ArtifactStore store;
    private final JobContext job;
    private final String model;
    private final Resources<Model> resources;

    ModelArtifacts(ArtifactStore store, JobContext job) {
        this.store = store;
        this.job = job;
        this.model = job.spec().getTrainModel().getModel();
        this.resources = new Resources<>(store, ResourceName.MODEL_OR_CHECKPOINT, Model.getDefaultInstance());
    }

    /** What can be made of a checkpoint's folder. */
    @FunctionalInterface
    interface Opener<T> {
        T open(Path folder) throws IOException;
    }

    /** The name of the checkpoint of a step. */
    static String step(long step) {
        return STEP + step;
    }

    /**
     * Whether this job has published its model already.
     *
     * @throws JobException ALREADY_EXISTS, if model or checkpoints are another job's
     */
    boolean published() {
        Optional<Manifest> there = store.find(model);
        there.ifPresent(this::requireMine);
        checkpoints(store, model).forEach(this::requireMine);
        return there.isPresent();
    }

    /** Fetches the newest checkpoint of a step that is whole, and opens it; those that are not are left out with a warning. */
    <T> Optional<T> newest(Path folder, Opener<T> opener) throws IOException {
        for (Manifest checkpoint : steps()) {
            try {
                return Optional.of(opener.open(store.fetch(checkpoint, folder)));
            } catch (ArtifactCorruptException | ArtifactNotFoundException | ModelFormatException e) {
                LOG.warnf(
                        "%s cannot be resumed from, the one before it is tried: %s", checkpoint.name(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Publishes the model. */
    void publishModel(List<Path> files, Model resource) throws IOException {
        publish(model, files, resource);
    }

    /** Publishes a checkpoint, in place of the one of that name if there is one. */
    void publishCheckpoint(String checkpoint, List<Path> files, Model resource) throws IOException {
        String name = checkpoints(model) + "/" + checkpoint;
        delete(name);
        publish(name, files, resource);
        job.checkpoint(name, resource.getStep());
    }

    /** Deletes all checkpoints of steps but the newest ones. */
    void keepNewestSteps(int count) {
        steps().stream().skip(count).forEach(checkpoint -> store.delete(checkpoint.name()));
    }

    /** The collection of a model's checkpoints. */
    static String checkpoints(String model) {
        return model + "/checkpoints";
    }

    /** All checkpoints of a model. */
    static List<Manifest> checkpoints(ArtifactStore store, String model) {
        List<Manifest> all = new ArrayList<>();
        String token = "";
        do {
            ArtifactPage page = store.list(checkpoints(model), PAGE, token);
            all.addAll(page.manifests());
            token = page.nextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    private void delete(String name) {
        job.checkStillMine();
        try {
            Optional<Manifest> there = store.find(name);
            if (there.isEmpty()) {
                return;
            }
            requireMine(there.get());
        } catch (ArtifactCorruptException e) {
            LOG.warnf("%s is damaged and made again: %s", name, e.getMessage());
        }
        store.delete(name);
    }

    private void publish(String name, List<Path> files, Model resource) throws IOException {
        try (ArtifactWriter writer = store.create(name, job.provenance())) {
            for (Path file : files) {
                writer.put(file.getFileName().toString(), file);
            }
            job.checkStillMine();
            writer.publish(resources.json(resource), List.of(resource.getDataset(), resource.getTokenizer()));
        }
    }

    /** Checkpoints of steps, the newest first. */
    private List<Manifest> steps() {
        return checkpoints(store, model).stream()
                .filter(checkpoint -> STEP_NAME.matcher(id(checkpoint)).matches())
                .sorted(Comparator.comparingLong(ModelArtifacts::stepOf).reversed())
                .toList();
    }

    private static long stepOf(Manifest checkpoint) {
        return Long.parseLong(id(checkpoint).substring(STEP.length()));
    }

    private static String id(Manifest checkpoint) {
        return checkpoint.name().substring(checkpoint.name().lastIndexOf('/') + 1);
    }

    private void requireMine(Manifest there) {
        String owner = there.madeBy().job();
        if (!owner.equals(job.job().getName())) {
            throw new JobException(
                    Code.ALREADY_EXISTS,
                    there.name() + " is there already, made by " + owner + ": delete " + model
                            + ", or choose another name for the model");
        }
    }
}
