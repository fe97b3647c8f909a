"""Calls tools of the vps-mcp server over its own protocol and prints the texts that they return.

Takes a JSON array of [name, arguments] as its argument. The server inherits VPS_API_URL and VPS_API_TOKEN.
"""

import asyncio
import json
import os
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


async def call_tools(calls):
    server = StdioServerParameters(command="vps-mcp", env=dict(os.environ))
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        texts = []
        for name, arguments in calls:
            result = await session.call_tool(name, arguments)
            texts.append("\n".join(part.text for part in result.content))
        return texts


print(json.dumps(asyncio.run(call_tools(json.loads(sys.argv[1])))))
