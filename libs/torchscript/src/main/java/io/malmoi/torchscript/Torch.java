package io.malmoi.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The PyTorch engine of this process. Its native libraries come from jars on the class path and are unpacked once into DJL's
 * cache: {@code ~/.djl.ai}, or the folder named by the environment variable or system property {@code ENGINE_CACHE_DIR}. A folder
 * with another build of libtorch 2.7.1, such as one for GPUs, can be named by {@code PYTORCH_LIBRARY_PATH}. Nothing is downloaded.
 */
public final class Torch {
    private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
    private static final String FLAVOR = "PYTORCH_FLAVOR";
    private static final String THREADS_VARIABLE = "OMP_NUM_THREADS";
    private static final String THREADS_PROPERTY = "ai.djl.pytorch.num_threads";
    private static final NDManager BASE = start();
    private static final List<Device> DEVICES = found();

    private Torch() {}

    private static NDManager start() {
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        String folders = Utils.getEnvOrSystemProperty(LIBRARY_PATH);
        if (folders != null && Utils.getEnvOrSystemProperty(FLAVOR) == null) {
            System.setProperty(FLAVOR, flavor(folders));
        }
        // DJL looks for engines and native files by the thread's class loader, which need not be ours.
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(Torch.class.getClassLoader());
        try {
            NDManager base = NDManager.newBaseManager(Device.cpu(), "PyTorch");
            limitThreads();
            return base;
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    /** libtorch counts the cores of the machine, of which a container may have fewer; threads over that number wait for each other. */
    private static void limitThreads() {
        boolean chosen = System.getenv(THREADS_VARIABLE) != null || System.getProperty(THREADS_PROPERTY) != null;
        int allowed = Runtime.getRuntime().availableProcessors();
        if (!chosen && allowed < JniUtils.getNumThreads()) {
            JniUtils.setNumThreads(allowed);
        }
    }

    /** Which of DJL's bindings go with a libtorch; left alone, it looks for some that it has not. */
    static String flavor(String folders) {
        return Arrays.stream(folders.split(File.pathSeparator))
                        .anyMatch(folder -> Files.exists(Path.of(folder, System.mapLibraryName("torch_cuda"))))
                ? "cu128"
                : "cpu";
    }

    private static List<Device> found() {
        Engine engine = BASE.getEngine();
        return engine.hasCapability(StandardCapabilities.CUDA) ? List.of(engine.getDevices()) : List.of(Device.cpu());
    }

    /** The GPUs of this machine, if there are any and this build of libtorch can use them; else the processor alone. */
    public static List<Device> devices() {
        return DEVICES;
    }

    /** The device that programs and tensors are on unless told otherwise: the first one. */
    public static Device device() {
        return DEVICES.get(0);
    }

    /** An owner of tensors on the first device: closing it frees them all. Thread-safe. */
    public static NDManager newManager() {
        return newManager(device());
    }

    /** An owner of tensors on a device. */
    public static NDManager newManager(Device device) {
        return BASE.newSubManager(device);
    }

    static PtNDManager asPyTorch(NDManager manager) {
        return (PtNDManager) manager;
    }

    /**
     * Threads that one operator may use: what the environment variable {@code OMP_NUM_THREADS} or the system property
     * {@code ai.djl.pytorch.num_threads} says; by default as many as there are cores for this process.
     */
    public static int threads() {
        BASE.getDevice();
        return JniUtils.getNumThreads();
    }

    /**
     * Sets the threads that one operator may use, for the whole process. Results of training are bit-equal only with equal numbers
     * of threads.
     */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        BASE.getDevice();
        JniUtils.setNumThreads(threads);
    }
}
