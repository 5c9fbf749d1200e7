"""HTTP for plugins: to the hosts they were connected to, within limits, and nothing else."""

from plugins.http.asking import HostHttp as HostHttp
from plugins.http.refusing import Refusing as Refusing
