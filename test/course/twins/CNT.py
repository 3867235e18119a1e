"""Numbers of parameters, receptive fields, costs, regions."""
from . import counts

counts("UDL-3.11", n_params=lambda functions: functions["net"]["parameters"])
