import os

import lit.formats

config.name = "leat"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "vectors"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.leat_build_dir, "test")
path = [os.path.join(config.leat_build_dir, "bin"), config.llvm_bin_dir, os.environ["PATH"]]
config.environment["PATH"] = os.pathsep.join(path)
config.environment["FILECHECK_OPTS"] = "-enable-var-scope --dump-input=fail"
# Tests neither read nor fill the cache of whoever runs them.
config.environment["LEAT_CACHE_DIR"] = os.path.join(config.leat_build_dir, "test", "cache")
config.environment["LEAT_BIN"] = os.path.join(config.leat_build_dir, "bin")
config.substitutions.append(("%python", "/usr/bin/python3"))
